import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AccountDesk, readerOf } from '../../src/app/actions/account-desk.ts';
import { CaseBook } from '../../src/app/case-book.ts';
import { coverageEntries } from '../../src/app/case-coverage.ts';
import { forecastCollection } from '../../src/app/collecting/forecast-collection.ts';
import { keptEvidence } from '../../src/app/collecting/kept-evidence.ts';
import { collectPlanned } from './collect-planned.ts';
import { connectAccount } from '../../src/aws/connect.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import { holdCase } from '../../src/case/case-folder.ts';
import { COLLECTORS } from '../../src/collectors/registry.ts';
import type { CollectionPlanned, CollectorForecast, Narrowing } from '../../src/model/collection.ts';
import type { MadeCall } from '../../src/model/cloud-call.ts';
import type { CoverageEntry } from '../../src/model/coverage.ts';
import type { CustodyRecord } from '../../src/model/evidence.ts';
import { NO_ORGANIZATION } from '../../src/model/organization.ts';
import type { SourceId } from '../../src/model/source.ts';
import type { FaultPlan } from '../../src/simulator/faults/fault-plan.ts';
import { withFaults } from '../../src/simulator/faults/with-faults.ts';
import type { Credentials } from '../../src/simulator/scenarios/scenario.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import { type FaultName, faultyWire } from './faulty-wire.ts';
import { MODELS } from './service-modules.ts';
import { OPENED, type TestAccount } from './simulated-account.ts';

const BY = { human: 'Ada Byron', identity: null };
const ACCOUNT = '111122223333';
export interface CollectOptions {
  readonly regions?: readonly string[];
  /** Only these collectors; all of them by default. */
  readonly collectors?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly narrowing?: Narrowing;
  readonly faults?: Faults;
}

/** What goes wrong: as a plan, on which the SDK tries again; or told call by call, where every call is made once. */
export type Faults = FaultPlan | ((call: string) => FaultName | undefined);

/** A case that collects from a simulated account. */
export interface CollectCase {
  readonly book: CaseBook;
  /** Every call that was made, in order. */
  readonly calls: readonly MadeCall[];
  /** What such a collection is thought to take; nothing is planned or kept. */
  readonly forecast: (options?: CollectOptions) => Promise<readonly CollectorForecast[]>;
  /** Plans a collection, and goes on with it until it is done or paused. */
  readonly collect: (options?: CollectOptions) => Promise<void>;
  /** Goes on with the collection that was planned last. */
  readonly goOn: (faults?: Faults) => Promise<void>;
  readonly custody: () => Promise<readonly (CustodyRecord & { readonly collector: string })[]>;
  readonly coverage: (source: SourceId, region?: string) => readonly CoverageEntry[];
  readonly close: () => Promise<void>;
}

export async function collectCase(
  account: TestAccount,
  credentials: Credentials = account.responder,
): Promise<CollectCase> {
  const folder = mkdtempSync(join(tmpdir(), 'heptad-collect-'));
  const clock = { now: () => new Date(account.clock.now()).toISOString() };
  const store = await holdCase(join(folder, 'case'), { by: BY, clock });
  const book = new CaseBook(store, BY);
  const calls: MadeCall[] = [];
  let planned: CollectionPlanned | null = null;
  const goOn = async (faults: Faults = []): Promise<void> => {
    if (planned === null) throw new Error('nothing was planned');
    const desk = await deskOn(account, { credentials, faults, calls });
    try {
      await collectPlanned(planned, { book, desk });
    } finally {
      desk.cloud.close();
    }
  };
  const planOf = ({ regions, collectors, from, to, narrowing }: CollectOptions): CollectionPlanned => ({
    account: ACCOUNT,
    regions: regions ?? ['us-east-1'],
    from: from ?? new Date(OPENED - 6 * 3_600_000).toISOString(),
    to: to ?? clock.now(),
    collectors: collectors ?? COLLECTORS.map(({ id }) => id),
    ...(narrowing === undefined ? {} : { narrowing }),
    limits: [],
  });
  return {
    book,
    calls,
    goOn,
    forecast: async ({ faults = [], ...options } = {}) => {
      const desk = await deskOn(account, { credentials, faults, calls });
      try {
        const kept = keptEvidence(store);
        const looking = { desk, kept, collectors: COLLECTORS, onProgress: () => undefined };
        return await forecastCollection(planOf(options), looking);
      } finally {
        desk.cloud.close();
      }
    },
    collect: async ({ faults, ...options } = {}) => {
      planned = planOf(options);
      await book.record('collection-planned', planned);
      await goOn(faults);
    },
    custody: async () => {
      const records: (CustodyRecord & { readonly collector: string })[] = [];
      for await (const { batch, ...record } of store.custody())
        records.push({ ...record, collector: batch.collector });
      return records;
    },
    coverage: (source, region) =>
      coverageEntries(book.state).filter(
        (entry) => entry.source === source && (region === undefined || entry.region === region),
      ),
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface DeskOptions {
  readonly credentials: Credentials;
  readonly faults: Faults;
  readonly calls: MadeCall[];
}

async function deskOn(
  account: TestAccount,
  { credentials, faults, calls }: DeskOptions,
): Promise<AccountDesk> {
  const footprints: MadeCall[] = [];
  const clock = { now: () => new Date(account.clock.now()).toISOString() };
  const cloud = await connectAccount({
    profile: null,
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1',
    token: 'hptd-test',
    pacer: createPacer({ now: () => 0, wait: () => Promise.resolve() }),
    now: clock.now,
    onCall: (call) => {
      footprints.push(call);
      calls.push(call);
    },
    credentials,
    ...wayThrough(account, faults),
  });
  return {
    cloud,
    reader: readerOf(cloud),
    organization: NO_ORGANIZATION,
    clock,
    wait: (milliseconds) => Promise.resolve(account.clock.advance(milliseconds)),
    footprints,
  };
}

function wayThrough(
  account: TestAccount,
  faults: Faults,
): { readonly requestHandler: unknown; readonly attempts?: number } {
  if (typeof faults === 'function') return faultyWire(account, faults).way;
  const delay = (): Promise<void> => Promise.resolve();
  return { requestHandler: inProcess(withFaults(account.dispatch, { plan: faults, models: MODELS, delay })) };
}
