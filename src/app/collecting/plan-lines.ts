import { bytesText, counted, elapsedText } from '../../base/text.ts';
import type { CollectionPlanned, CollectorForecast } from '../../model/collection.ts';

const NAME = 32;
const NUMBER = 10;
const TIME = 12;

/** What will be looked at and what it will take, before it starts. */
export function planLines(planned: CollectionPlanned): readonly string[] {
  const { account, alias = null, regions, from, to, limits, collectors, forecast = [] } = planned;
  const named = alias === null ? account : `${account} (${alias})`;
  return [
    `collecting from account ${named}, ${counted(regions.length, 'Region')}, ${from} to ${to}`,
    ...limits.map((line) => `  ${line}`),
    ...(forecast.length === 0 ? [`  ${collectors.join(', ')}`] : forecastLines(forecast)),
  ];
}

function forecastLines(rows: readonly CollectorForecast[]): readonly string[] {
  const sum = (of: (row: CollectorForecast) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const all: CollectorForecast = {
    collector: 'together, in this order',
    calls: sum(({ calls }) => calls),
    pieces: sum(({ pieces }) => pieces),
    milliseconds: sum(({ milliseconds }) => milliseconds),
    bytes: sum(({ bytes }) => bytes ?? 0),
    exact: rows.every(({ exact, bytes }) => exact && bytes !== null),
    notes: [],
  };
  return [
    '  what it takes, by a look at each source (~ = reckoned from a part of it):',
    tableLine(['what', 'calls', 'bytes', 'time']),
    ...rows.map(rowLine),
    rowLine(all),
    ...rows.flatMap(({ collector, notes }) => notes.map((note) => `  ${collector}: ${note}`)),
  ];
}

function rowLine({ collector, calls, bytes, milliseconds, exact }: CollectorForecast): string {
  const about = exact ? '' : '~';
  return tableLine([
    collector,
    `${about}${calls.toLocaleString('en-US')}`,
    bytes === null ? '-' : `${about}${bytesText(bytes)}`,
    elapsedText(milliseconds),
  ]);
}

function tableLine([name, calls, bytes, time]: readonly [string, string, string, string]): string {
  return `  ${name.padEnd(NAME)}${calls.padStart(NUMBER)}  ${bytes.padStart(NUMBER)}  ${time.padStart(TIME)}`;
}
