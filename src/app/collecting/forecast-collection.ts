import { allEnded } from '../../base/all-ended.ts';
import { counted, listed } from '../../base/text.ts';
import { QUOTAS } from '../../aws/pacer.ts';
import { CloudError, isCredentialFault } from '../../model/cloud-error.ts';
import type { CollectionPlanned, CollectorForecast } from '../../model/collection.ts';
import type { CollectContext, Collector, Forecast } from '../../ports/collector.ts';
import { contextOf, type Desks } from './collect-context.ts';
import { type CallTimes, lookingDesk } from './looking-desk.ts';

/** Where nothing else tells, bytes are taken to come so fast, and a call to take so long. */
const BYTES_A_SECOND = 10_000_000;
const USUAL_CALL_MS = 100;

export interface Looking extends Desks {
  readonly collectors: readonly Collector[];
  readonly kept: CollectContext['kept'];
  readonly onProgress: (line: string) => void;
}

/**
 * What a planned collection will take: each of its collectors looks at its sources in every Region. A look that fails
 * says nothing of the collection, and is told in its place.
 * @throws CloudError when credentials have ended
 */
export async function forecastCollection(
  planned: CollectionPlanned,
  { desk, others = [], collectors, kept, onProgress }: Looking,
): Promise<readonly CollectorForecast[]> {
  const chosen = collectors.filter(({ id }) => planned.collectors.includes(id));
  const times: CallTimes = new Map();
  const desks = { desk: lookingDesk(desk, times), others: others.map((other) => lookingDesk(other, times)) };
  const rows = new Map<string, CollectorForecast>();
  const lookInTurn = async (some: readonly Collector[]): Promise<void> => {
    for (const collector of some) {
      const regions = collector.where === 'home' ? planned.regions.slice(0, 1) : planned.regions;
      const looks = await allEnded(
        regions.map((region) =>
          look(collector, {
            ...contextOf({ planned, collector, region, kept }, desks, null),
            // A look starts nothing in the account that would have to be ended.
            endedAtLeaving: (work) => work(),
          }),
        ),
      );
      rows.set(collector.id, rowOf(collector, looks, times));
      onProgress(`looking at what there is to collect: ${rows.size} of ${chosen.length} sources`);
    }
  };
  // What waits for its quota is looked at beside the rest, which is collected in turn and so is looked at in turn.
  const paced = chosen.filter(({ reads }) => reads.some((call) => call in QUOTAS));
  await allEnded([lookInTurn(paced), lookInTurn(chosen.filter((one) => !paced.includes(one)))]);
  return chosen.flatMap(({ id }) => rows.get(id) ?? []);
}

interface Look {
  readonly region: string;
  readonly told: Forecast;
}

async function look(collector: Collector, context: CollectContext): Promise<Look> {
  const { region } = context;
  try {
    return { region, told: await collector.forecast(context) };
  } catch (error) {
    if (!(error instanceof CloudError) || isCredentialFault(error.fault)) throw error;
    const { code, service, operation } = error.fault;
    const notes = [`what it takes could not be told (${code} for ${service}:${operation})`];
    return { region, told: { calls: {}, atOnce: {}, pieces: 0, bytes: null, exact: false, notes } };
  }
}

function rowOf({ id, where }: Collector, looks: readonly Look[], times: CallTimes): CollectorForecast {
  const told = looks.map((one) => one.told);
  const bytes = told.reduce<number | null>(
    (sum, one) => (sum === null || one.bytes === null ? null : sum + one.bytes),
    0,
  );
  const spans = told.map((one) => timeOf(one, times));
  const oneByOne = where === 'region-by-region';
  const calling = oneByOne ? sumOf(spans) : Math.max(0, ...spans);
  return {
    collector: id,
    calls: sumOf(told.flatMap(({ calls }) => Object.values(calls))),
    pieces: sumOf(told.map(({ pieces }) => pieces)),
    milliseconds: Math.round(Math.max(calling, ((bytes ?? 0) / BYTES_A_SECOND) * 1000)),
    bytes,
    exact: told.every(({ exact }) => exact),
    notes: notesOf(looks),
  };
}

/** Operations come one after the other, each by its quota, or as long as its calls took so far. */
function timeOf({ calls, atOnce }: Forecast, times: CallTimes): number {
  return sumOf(
    Object.entries(calls).map(([call, count]) => {
      const quota = QUOTAS[call];
      if (quota !== undefined) return (count / quota) * 1000;
      return (count / (atOnce[call] ?? 1)) * (meanOf(times.get(call)) ?? USUAL_CALL_MS);
    }),
  );
}

function meanOf(values: readonly number[] | undefined): number | null {
  return values === undefined || values.length === 0 ? null : sumOf(values) / values.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function notesOf(looks: readonly Look[]): readonly string[] {
  const regions = new Map<string, string[]>();
  for (const { region, told } of looks)
    for (const note of new Set(told.notes)) regions.set(note, [...(regions.get(note) ?? []), region]);
  return [...regions].map(([note, where]) =>
    where.length === looks.length ? note : `${note} (in ${placesText(where)})`,
  );
}

function placesText(regions: readonly string[]): string {
  return regions.length > 3 ? counted(regions.length, 'Region') : listed(regions);
}
