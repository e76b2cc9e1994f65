import { NormalizedSchema } from '@smithy/core/schema';
import { readFileSync } from 'node:fs';
import { inspect, isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { listen } from '../../src/simulator/wire/http-server.ts';
import { inProcess } from '../../src/simulator/wire/in-process.ts';
import type { Dispatch } from '../../src/simulator/wire/message.ts';
import { farEnd, type FarEnd } from '../support/far-end.ts';
import { comparable, generate } from '../support/generated-values.ts';
import { roundTripPage, type RoundTrips } from '../support/round-trip-page.ts';
import { modelOf, SERVICES } from '../support/service-modules.ts';

type Client = { send(command: unknown): Promise<object>; destroy(): void };
type Constructor<T> = new (input: object) => T;

const EMPTY = 'a structure without members has no form in a Query request';
const MULTI_REGION = 'its EndpointId chooses a host of its own';

/** Operations that do not come back as they went, and why. */
const INEXACT: Readonly<Record<string, string>> = {
  'bedrock-runtime:InvokeModelWithBidirectionalStream': 'its input is an event stream, signed event by event',
  'ec2:CreateFleet': EMPTY,
  'ec2:ModifyFleet': EMPTY,
  'ec2:ModifySpotFleetRequest': EMPTY,
  'ec2:RequestSpotFleet': EMPTY,
  'qbusiness:Chat': 'its input is an event stream, signed event by event',
  's3:ListDirectoryBuckets': 'it is signed for another service (S3 Express)',
  's3:WriteGetObjectResponse': 'it goes to a host of its own (Object Lambda)',
  'sesv2:SendEmail': MULTI_REGION,
  'sesv2:SendBulkEmail': MULTI_REGION,
};

/** Errors that do not arrive as what they are, and why. */
const INEXACT_ERRORS: Readonly<Record<string, string>> = {
  'cloudwatch:DashboardNotFoundError':
    'its code on the Query protocol is that of ResourceNotFound, which the client takes first',
};

/** The part of all operations that may be listed as inexact. */
const MOST_INEXACT = 0.02;

/** What the far end saw since it was last asked to forget. */
function seenBy({ seen }: FarEnd): FarEnd['seen'] {
  return seen;
}

async function open(
  Client: unknown,
  dispatch: Dispatch,
  over: string,
): Promise<{ client: Client; close: () => Promise<void> }> {
  const settings = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' },
    maxAttempts: 1,
    disableHostPrefix: true,
  };
  const make = Client as Constructor<Client>;
  if (over === 'in process')
    return {
      client: new make({ ...settings, requestHandler: inProcess(dispatch) }),
      close: () => Promise.resolve(),
    };
  const server = await listen(dispatch, 0);
  return { client: new make({ ...settings, endpoint: server.url }), close: server.close };
}

/** What came through, by the name of the suite's row. */
const operations: RoundTrips[] = [];
const errors: RoundTrips[] = [];

describe.each(['in process', 'over HTTP'])('%s', (over) => {
  it.each(SERVICES)('%s: every operation comes through exactly', async (name, module, Client) => {
    const model = modelOf(module);
    const end = farEnd();
    const { client, close } = await open(Client, end.dispatch, over);
    const wrong: string[] = [];
    for (const operation of model.operations.values()) {
      if (`${name}:${operation.name}` in INEXACT) continue;
      const input = operation.input.isUnitSchema() ? {} : generate(operation.input);
      const output = (operation.output.isUnitSchema() ? {} : generate(operation.output)) as object;
      end.seen = undefined;
      end.answer = () => output;
      const Command = Reflect.get(module, `${operation.name}Command`) as Constructor<unknown>;
      const answer = await client
        .send(new Command(input as object))
        .catch((error: unknown) => ({ thrown: String(error) }));
      const seen = seenBy(end);
      const same = [
        seen?.model === model && seen.operation === operation.name,
        differences(
          await comparable(input),
          await comparable(withoutComputed(input as object, seen?.input ?? {})),
        ),
        differences(await comparable(output), await comparable(withoutComputed(output, answer))),
      ];
      if (same[0] === false || same.slice(1).join('') !== '')
        wrong.push(`${operation.name} ${inspect(same)}`);
    }
    client.destroy();
    await close();
    const listed = [...model.operations.keys()].filter((own) => `${name}:${own}` in INEXACT).length;
    const all = model.operations.size;
    operations.push({ service: name, way: over, all, exact: all - listed - wrong.length, listed });
    expect(wrong).toEqual([]);
  });
});

it('lists no more than one operation in fifty as inexact, and none that is not there', () => {
  const all = SERVICES.flatMap(([name, module]) =>
    [...modelOf(module).operations.keys()].map((operation) => `${name}:${operation}`),
  );
  const listed = Object.keys(INEXACT);
  expect(listed.filter((operation) => !all.includes(operation))).toEqual([]);
  expect(listed.length / all.length).toBeLessThan(MOST_INEXACT);
});

describe.each(['in process', 'over HTTP'])('modelled errors %s', (over) => {
  it.each(SERVICES)('%s: every one arrives as the class of the client', async (service, module, Client) => {
    const model = modelOf(module);
    const end = farEnd();
    const { client, close } = await open(Client, end.dispatch, over);
    const able = [...model.operations.values()].filter(({ route }) => route?.bucket !== true);
    const simple = able.find(({ required }) => required.length === 0);
    // Every operation of Budgets needs an account.
    const asked = simple ?? able[0];
    const input = (simple !== undefined || asked === undefined ? {} : generate(asked.input)) as object;
    const Command = Reflect.get(module, `${asked?.name}Command`) as Constructor<unknown>;
    const wrong: string[] = [];
    let [all, listed] = [0, 0];
    for (const { name, schema, members } of model.errors.values()) {
      const Class: unknown = Reflect.get(module, name);
      // The base class of all errors of a client (IAMServiceException) is none of the service.
      if (/.ServiceException$/.test(name)) continue;
      expect([name, typeof Class]).toEqual([name, 'function']);
      all += 1;
      if (`${service}:${name}` in INEXACT_ERRORS) {
        listed += 1;
        continue;
      }
      const own = Object.entries(generate(NormalizedSchema.of(schema)) as object)
        .filter(([member]) => member.toLowerCase() !== 'message')
        // Of Account: its header is the one that carries the code.
        .map(
          ([member, value]: [string, unknown]) => [member, member === 'errorType' ? name : value] as const,
        );
      const sent = new (Class as Constructor<Error>)({
        message: 'boom <&> é',
        $metadata: {},
        ...Object.fromEntries(own),
      });
      end.answer = () => {
        throw sent;
      };
      const got: unknown = await client.send(new Command(input)).catch((error: unknown) => error);
      const same = got instanceof Error && got.constructor === Class && got.message === 'boom <&> é';
      const equal = await Promise.all(
        own.map(async ([member, value]) =>
          isDeepStrictEqual(await comparable(value), await comparable(Reflect.get(got as object, member))),
        ),
      );
      if (!same || equal.includes(false)) wrong.push(`${name} (${members.join()}): ${String(got)}`);
    }
    client.destroy();
    await close();
    errors.push({ service, way: over, all, exact: all - listed - wrong.length, listed });
    expect(wrong).toEqual([]);
  });
});

describe('the figures', () => {
  it('are of every client in package.json', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { dependencies } = JSON.parse(text) as { readonly dependencies: Readonly<Record<string, string>> };
    const clients = Object.keys(dependencies).flatMap(
      (name) => /^@aws-sdk\/client-(.+)$/.exec(name)?.[1] ?? [],
    );
    expect(SERVICES.map(([name]) => name).toSorted()).toEqual(clients.toSorted());
  });

  it('are of every client, and of enough operations and errors', () => {
    const sum = (of: readonly RoundTrips[]): number => of.reduce((total, { all }) => total + all, 0);
    expect(new Set(operations.map(({ service }) => service)).size).toBe(SERVICES.length);
    expect(operations.filter(({ all }) => all === 0)).toEqual([]);
    // EC2 models no errors.
    expect([...new Set(errors.filter(({ all }) => all === 0).map(({ service }) => service))]).toEqual([
      'ec2',
    ]);
    expect(sum(operations)).toBeGreaterThan(2 * 2700);
    expect(sum(errors)).toBeGreaterThan(2 * 490);
    const listed = errors.reduce((total, own) => total + own.listed, 0);
    expect(listed).toBeLessThan(MOST_INEXACT * sum(errors));
  });

  it('stand on their page', async () => {
    await expect(
      roundTripPage({
        title: 'Round trips of the clients of the SDK',
        made: 'Made by `npx vitest run test/simulator/round-trip.test.ts` (part of `npm test`; `-u` writes it anew): every operation and every modelled error of every client in package.json, with generated inputs and outputs, in process and over HTTP.',
        operations,
        errors,
        reasons: { ...INEXACT, ...INEXACT_ERRORS },
      }),
    ).toMatchFileSnapshot('../../docs/reference/simulated-account/round-trips.md');
  });
});

/** Clients of S3 compute checksums by themselves and ask for them; they also give `Expires` twice. */
function withoutComputed(sent: object, seen: object): object {
  return Object.fromEntries(
    Object.entries(seen).filter(([name]) => name in sent || !/^(Checksum|ExpiresString)/.test(name)),
  );
}

/** The members that differ, with both values. */
function differences(a: unknown, b: unknown, path = ''): string {
  if (isDeepStrictEqual(a, b)) return '';
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `${path}: ${inspect(a)} became ${inspect(b)}; `;
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names
    .map((name) => differences(Reflect.get(a, name), Reflect.get(b, name), `${path}.${name}`))
    .join('')
    .slice(0, 600);
}
