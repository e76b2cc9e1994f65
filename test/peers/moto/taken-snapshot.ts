import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { collectPlanned } from '../../support/collect-planned.ts';
import { coverageEntries } from '../../../src/app/case-coverage.ts';
import { commandOf, loadClient } from '../../../src/aws/clients.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { plain } from './account-state.ts';
import { caseOnMoto } from './case-on-moto.ts';
import { ACCOUNT, type MotoAccount } from './moto-account.ts';

/** What the collectors of configuration kept of an account, each answer beside the same call made plainly. */
export interface Snapshot {
  readonly documents: readonly {
    readonly name: string;
    readonly service: string;
    readonly collected: unknown;
    readonly shown: unknown;
  }[];
  /** Operations that the coverage says were not answered. */
  readonly refused: readonly string[];
}

export async function takenSnapshot(account: MotoAccount): Promise<Snapshot> {
  const open = await caseOnMoto(account);
  const { book, desk } = open;
  const now = desk.clock.now();
  const planned = {
    account: ACCOUNT,
    regions: ['us-east-1'],
    from: new Date(Date.parse(now) - 86_400_000).toISOString(),
    to: now,
    collectors: ['account-snapshot', 'region-snapshot'],
    limits: [],
  };
  await book.record('collection-planned', planned);
  await collectPlanned(planned, { book, desk });
  const documents = [];
  for await (const { source, sha256 } of book.store.custody()) {
    const [, service = '', operation = ''] = /configuration\/([^/]+)\/([^/]+)/.exec(source) ?? [];
    const kept = JSON.parse(await text(Readable.from(book.store.readEvidence(sha256)))) as {
      readonly input: JsonObject;
      readonly answer: JsonObject | null;
    };
    const shown = await plainAnswer(account, { service, operation, input: kept.input });
    documents.push({ name: source, service, collected: plain(kept.answer), shown });
  }
  const refused = coverageEntries(book.state).flatMap(({ detail }) =>
    [...detail.matchAll(/ForeignAnswer for ([\w-]+:\w+)/g)].map(([, name = '']) => name),
  );
  await open.close();
  return { documents, refused };
}

interface Asked {
  readonly service: string;
  readonly operation: string;
  readonly input: JsonObject;
}

/** The same call with a client of its own; null where the service says that there is none. */
async function plainAnswer(
  { url, responder }: MotoAccount,
  { service, operation, input }: Asked,
): Promise<unknown> {
  const sdk = await loadClient(service);
  const client = new sdk.Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: responder,
    maxAttempts: 1,
    ...(service === 's3' ? { forcePathStyle: true } : {}),
  });
  try {
    return plain(await client.send(new (commandOf(sdk, operation))(input)));
  } catch (error) {
    if (error instanceof Error && /^NoSuch|NotFound/.test(error.name)) return null;
    throw error;
  } finally {
    client.destroy();
  }
}
