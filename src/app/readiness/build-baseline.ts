import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { type Baseline, type Habit, HABIT_NAMES, isHabit } from '../../model/baseline.ts';
import { WHOLE } from '../../model/scope.ts';
import type { AccountDesk } from '../actions/account-desk.ts';
import { HABIT_QUERIES } from '../baseline/habit-queries.ts';
import { namesInLake } from '../baseline/names-in-lake.ts';
import { toldNames, untoldText } from '../baseline/told-names.ts';
import { withLake } from '../open-lake.ts';
import { pageAfter } from '../page-after.ts';

export interface BaselineWish {
  readonly regions: readonly string[];
  /** Whether these are all that the account has enabled: else no Region, and no address of a sign-in, is new. */
  readonly everyRegion: boolean;
  readonly days: number;
  /** Called before each Region is read. */
  readonly onRegion?: (region: string) => void;
  /** Pages read of each look-up; at two pages a second forty take twenty seconds, and are the default. */
  readonly pages?: number;
}

const DAY = 86_400_000;
const MOST_PAGES = 40;
const NOT_TOLD = 'event history has no such events, or too many to be read';
const SOURCES = ['bedrock.amazonaws.com', 'sagemaker.amazonaws.com'] as const;
const HABITS_THERE = HABIT_NAMES.filter((name) => HABIT_QUERIES[name].inHistory === true);

/**
 * What is usual in an account, from the event history of its Regions: the calls of Bedrock and SageMaker that went
 * through, sign-ins, and registrations of containers. Data events (agents, knowledge bases, the other planes) are never
 * in it.
 * @throws CloudError
 */
export async function buildBaseline(
  desk: AccountDesk,
  { regions, everyRegion, days, onRegion, pages = MOST_PAGES }: BaselineWish,
): Promise<Baseline> {
  const to = desk.clock.now();
  const from = new Date(Date.parse(to) - days * DAY).toISOString();
  const folder = await mkdtemp(join(tmpdir(), 'heptad-'));
  try {
    const cut = new Set<string>();
    for (const region of regions) {
      onRegion?.(region);
      for (const value of await readHistory(desk, { region, from, to, folder, pages })) cut.add(value);
    }
    const found = await withLake(
      { logs: [folder] },
      () => undefined,
      ({ queries }) => namesInLake(queries, WHOLE),
    );
    const told = toldNames(found, (name) =>
      isHabit(name) ? isTold(name, { cut, everyRegion }) : everyRegion || name !== 'regions',
    );
    return {
      heptad: 1,
      account: desk.cloud.identity.account,
      madeAt: to,
      from,
      to,
      source: `Event history (LookupEvents) of ${SOURCES.join(', ')}, of sign-ins and of container registrations in ${regions.join(', ')}: management events that went through. Data events are not in it, and an intruder who was there in the window is.${untoldText(told, NOT_TOLD)}`,
      complete: !SOURCES.some((source) => cut.has(source)),
      events: found.events,
      ...told,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Window {
  readonly region: string;
  readonly from: string;
  readonly to: string;
  /** Where the events go. */
  readonly folder: string;
  readonly pages: number;
}

/**
 * Reads the services whole, and by their names the events that are not in them, or were cut off.
 * Gives what had more pages than are read.
 */
async function readHistory(desk: AccountDesk, window: Window): Promise<readonly string[]> {
  const cut: string[] = [];
  const whole = new Set<string>();
  for (const source of SOURCES) {
    if (await lookUp(desk, window, { AttributeKey: 'EventSource', AttributeValue: source }))
      whole.add(source);
    else cut.push(source);
  }
  const names = HABITS_THERE.filter(
    (name) => !HABIT_QUERIES[name].sources.every((source) => whole.has(source)),
  ).flatMap((name) => HABIT_QUERIES[name].events);
  for (const name of new Set(names))
    if (!(await lookUp(desk, window, { AttributeKey: 'EventName', AttributeValue: name }))) cut.push(name);
  return cut;
}

/** Writes the events down as a log file; false where there are more. */
async function lookUp(
  desk: AccountDesk,
  { region, from, to, folder, pages }: Window,
  by: JsonObject,
): Promise<boolean> {
  const input: JsonObject = {
    LookupAttributes: [by],
    StartTime: { $date: from },
    EndTime: { $date: to },
    MaxResults: 50,
  };
  const records: string[] = [];
  let marker: JsonObject | null = {};
  for (let page = 0; page < pages && marker !== null; page += 1) {
    const call = {
      service: 'cloudtrail',
      operation: 'LookupEvents',
      input: { ...input, ...marker },
      region,
    };
    const answer: JsonObject = (await desk.reader.read(call)) ?? {};
    const list = answer['Events'];
    if (Array.isArray(list)) records.push(...list.flatMap((item: Json) => recordOf(item)));
    marker = pageAfter(answer);
  }
  await writeFile(
    join(folder, `${region}-${String(by['AttributeValue'])}.json`),
    `{"Records":[${records.join(',')}]}`,
  );
  return marker === null;
}

function recordOf(item: Json): readonly string[] {
  const text = isObject(item) ? item['CloudTrailEvent'] : undefined;
  return typeof text === 'string' ? [text] : [];
}

function isTold(
  name: Habit,
  { cut, everyRegion }: { readonly cut: ReadonlySet<string>; readonly everyRegion: boolean },
): boolean {
  const { inHistory, everyRegion: ofAll, events } = HABIT_QUERIES[name];
  return inHistory === true && (everyRegion || ofAll !== true) && !events.some((event) => cut.has(event));
}
