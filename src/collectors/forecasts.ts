import type { CloudError } from '../model/cloud-error.ts';
import type { Forecast } from '../ports/collector.ts';
import { deniedText } from './given-pieces.ts';

const NOTHING: Forecast = { calls: {}, atOnce: {}, pieces: 0, bytes: 0, exact: true, notes: [] };

/** A forecast of what is named; nothing of anything else. */
export function forecast(told: Partial<Forecast>): Forecast {
  return { ...NOTHING, ...told };
}

/** Where a look was refused, collecting is refused too; what it would take otherwise is not told. */
export function refusedForecast(error: CloudError, instead?: string): Forecast {
  const note = deniedText(error);
  return forecast({
    bytes: null,
    exact: false,
    notes: [instead === undefined ? note : `${note}; ${instead}`],
  });
}

/** What several parts take together. */
export function together(parts: readonly Forecast[]): Forecast {
  return parts.reduce(
    (sum, part) => ({
      calls: added(sum.calls, part.calls),
      atOnce: { ...sum.atOnce, ...part.atOnce },
      pieces: sum.pieces + part.pieces,
      bytes: sum.bytes === null || part.bytes === null ? null : sum.bytes + part.bytes,
      exact: sum.exact && part.exact,
      notes: [...sum.notes, ...part.notes],
    }),
    NOTHING,
  );
}

function added(a: Forecast['calls'], b: Forecast['calls']): Forecast['calls'] {
  const sum = { ...a };
  for (const [call, count] of Object.entries(b)) sum[call] = (sum[call] ?? 0) + count;
  return sum;
}
