import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NormalizedSchema } from '@smithy/core/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/simulator/wire/http-server.ts';
import { queryValue, type WireResponse } from '../../src/simulator/wire/message.ts';
import { farEnd, type FarEnd } from '../support/far-end.ts';
import { comparable, generate } from '../support/generated-values.ts';
import { roundTripPage, type RoundTrips } from '../support/round-trip-page.ts';
import { modelOf, MODELS, SERVICES } from '../support/service-modules.ts';
import { BOTOCORE, bareEnvironment, peersPython } from './python.ts';

const SCRIPT = fileURLToPath(new URL('botocore-round-trip.py', import.meta.url));

/** What botocore calls a service where it does not call it as the SDK does. */
const NAMES: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'logs',
  'config-service': 'config',
  'cost-explorer': 'ce',
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
};

const BY_HOST =
  'only the host tells it from the same call of Bedrock Agent, and an endpoint of its own has none';
const MOVED = 'its path is another one since the client of the SDK was made';
const INPUT_STREAM = 'botocore has no streams of events as input';
const EMPTY = 'a structure without members has no form in a Query request';
const NUMBER = 'a text to the SDK, a number to botocore';

/** Operations that do not come back as they went, and why. */
const INEXACT: Readonly<Record<string, string>> = {
  'bedrock-agent-runtime:ListTagsForResource': BY_HOST,
  'bedrock-agent-runtime:TagResource': BY_HOST,
  'bedrock-agent-runtime:UntagResource': BY_HOST,
  'bedrock-agentcore-control:ListDatasetExamples': MOVED,
  'bedrock-agentcore-control:ListDatasetVersions': MOVED,
  'bedrock-agentcore-control:ListDatasets': MOVED,
  'bedrock-runtime:InvokeModelWithBidirectionalStream': INPUT_STREAM,
  'ec2:CreateFleet': EMPTY,
  'ec2:GetConsoleOutput': 'botocore takes it out of base64 by itself',
  'ec2:ModifyFleet': EMPTY,
  'ec2:ModifySpotFleetRequest': EMPTY,
  'ec2:RequestSpotFleet': EMPTY,
  'ec2:RunInstances': 'botocore puts the user data into base64 by itself',
  'qbusiness:Chat': INPUT_STREAM,
  's3:GetObjectAttributes': NUMBER,
  's3:ListDirectoryBuckets': 'it is signed for another service (S3 Express)',
  's3:ListParts': NUMBER,
  's3:WriteGetObjectResponse': 'it is signed for another service (Object Lambda)',
};

/** Errors that do not arrive under their code, and why. */
const INEXACT_ERRORS: Readonly<Record<string, string>> = {};

const WAY = 'by botocore';

/** The part of all operations, and of all errors, that may be listed. */
const MOST_INEXACT = 0.02;

interface Tried {
  /** What is wrong with it; null for what is exact. */
  readonly operations: Readonly<Record<string, string | null>>;
  readonly errors: {
    readonly wrong: Readonly<Record<string, string>>;
    readonly right: number;
    readonly unknown: readonly string[];
  };
}

describe('botocore against the wire of the simulated account', () => {
  let tried: Readonly<Record<string, Tried>>;
  beforeAll(async () => {
    const end = farEnd();
    const server = await listen(toldOf(end), 0);
    const services = SERVICES.map(([name]) => NAMES[name] ?? name);
    tried = JSON.parse(await run([SCRIPT, server.url, ...services])) as typeof tried;
    await server.close();
  });
  const of = (name: string): Tried => {
    const own = tried[NAMES[name] ?? name];
    if (own === undefined) throw new Error(`botocore did not try ${name}`);
    return own;
  };

  it.each(SERVICES)('%s: every operation comes through exactly', (name, module) => {
    const { operations } = of(name);
    const both = Object.keys(operations).filter((operation) => modelOf(module).operations.has(operation));
    expect(both.length).toBeGreaterThan(0.98 * modelOf(module).operations.size);
    const wrong = Object.entries(operations).filter(
      ([operation, fault]) =>
        both.includes(operation) && fault !== null && !(`${name}:${operation}` in INEXACT),
    );
    expect(Object.fromEntries(wrong)).toEqual({});
  });

  it.each(SERVICES)('%s: every modelled error arrives under its code', (name, module) => {
    const { wrong, right, unknown } = of(name).errors;
    const { errors } = modelOf(module);
    // EC2 models none.
    expect(right + Object.keys(wrong).length).toBeGreaterThanOrEqual(0.8 * (errors.size - 1));
    // What botocore has and the SDK has not is younger than its client.
    expect(unknown.filter((error) => errors.has(error))).toEqual([]);
    const left = Object.entries(wrong).filter(([error]) => !(`${name}:${error}` in INEXACT_ERRORS));
    expect(Object.fromEntries(left)).toEqual({});
  });

  it('lists at most one in fifty, and nothing that is exact', () => {
    const operations = SERVICES.flatMap(([name]) =>
      Object.entries(of(name).operations).map(
        ([operation, fault]) => [`${name}:${operation}`, fault] as const,
      ),
    );
    const exact = new Set<string>(operations.filter(([, fault]) => fault === null).map(([name]) => name));
    expect(Object.keys(INEXACT).filter((name) => exact.has(name))).toEqual([]);
    expect(operations.length).toBeGreaterThan(2700);
    expect(Object.keys(INEXACT).length).toBeLessThan(MOST_INEXACT * operations.length);
    const errors = SERVICES.reduce((sum, [name]) => sum + of(name).errors.right, 0);
    expect(errors).toBeGreaterThan(480);
    expect(Object.keys(INEXACT_ERRORS).length).toBeLessThan(MOST_INEXACT * errors);
  });

  it('has its figures on their page', async () => {
    const operations = SERVICES.map(([service, module]): RoundTrips => {
      const { operations: own } = of(service);
      const both = Object.entries(own).filter(([name]) => modelOf(module).operations.has(name));
      const listed = both.filter(([name]) => `${service}:${name}` in INEXACT).length;
      const exact = both.filter(([, fault]) => fault === null).length;
      return { service, way: WAY, all: both.length, exact, listed };
    });
    const errors = SERVICES.map(([service]): RoundTrips => {
      const { wrong, right } = of(service).errors;
      const faulty = Object.keys(wrong);
      const listed = faulty.filter((name) => `${service}:${name}` in INEXACT_ERRORS).length;
      return { service, way: WAY, all: right + faulty.length, exact: right, listed };
    });
    const page = roundTripPage({
      title: 'Round trips of botocore',
      made: `Made by \`npm run test:peers\` with ${BOTOCORE} (\`npx vitest run --config vitest.peers.config.ts test/peers/botocore.test.ts -u\` writes it anew): every operation and every modelled error that both botocore and the client in package.json know, over HTTP.`,
      operations,
      errors,
      reasons: { ...INEXACT, ...INEXACT_ERRORS },
    });
    process.stdout.write(`${page.split('\n').slice(4, 7).join('\n')}\n`);
    await expect(page).toMatchFileSnapshot('../../docs/reference/simulated-account/botocore.md');
  });
});

/** Tells the script what arrived, and takes from it what to answer. */
function toldOf(end: FarEnd): FarEnd['dispatch'] {
  let output: object = {};
  return async (request) => {
    if (!request.path.startsWith('/__')) return end.dispatch(request);
    if (request.path === '/__seen') {
      const { seen } = end;
      if (seen === undefined) return json({});
      return json({
        service: seen.model.id,
        operation: seen.operation,
        input: await comparable(seen.input),
        output: await comparable(output),
      });
    }
    if (request.path === '/__knows')
      return json({
        known: knows(
          queryValue(request, 'service') ?? '',
          queryValue(request, 'operation') ?? '',
          JSON.parse(queryValue(request, 'path') ?? '') as string[],
        ),
      });
    end.seen = undefined;
    end.answer = (operation) => {
      output = operation.output.isUnitSchema() ? {} : (generate(operation.output) as object);
      return output;
    };
    if (request.path === '/__forget') return json({});
    const failing = failure(queryValue(request, 'service') ?? '', queryValue(request, 'error') ?? '');
    if (failing !== undefined)
      end.answer = () => {
        throw failing;
      };
    return json({ known: failing !== undefined });
  };
}

/** Whether the SDK's client knows a member of an operation's input; `*` stands for the items of a list. */
function knows(service: string, operation: string, path: readonly string[]): boolean {
  let schema = MODELS.find(({ id }) => id === service)?.operations.get(operation)?.input;
  for (const name of path) {
    if (schema === undefined) return false;
    if (schema.isStructSchema()) schema = new Map(schema.structIterator()).get(name);
    else if (schema.isListSchema() || schema.isMapSchema()) schema = schema.getValueSchema();
  }
  return schema !== undefined;
}

/** An error of a service as its client's class has it. */
function failure(service: string, name: string): Error | undefined {
  const index = MODELS.findIndex(({ id }) => id === service);
  const [, module = {}] = SERVICES[index] ?? [];
  const error = [...(MODELS[index]?.errors.values() ?? [])].find((one) => one.name === name);
  const Class: unknown = Reflect.get(module, name);
  if (error === undefined || typeof Class !== 'function') return undefined;
  const own = Object.entries(generate(NormalizedSchema.of(error.schema)) as object).filter(
    ([member]) => member.toLowerCase() !== 'message',
  );
  const fields = { message: 'boom <&> é', $metadata: {}, ...Object.fromEntries(own) };
  return new (Class as new (input: object) => Error)(fields);
}

function json(value: object): WireResponse {
  const text = JSON.stringify(value, (_name, own: unknown) => (typeof own === 'bigint' ? Number(own) : own));
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
}

function run(args: readonly string[]): Promise<string> {
  const env = bareEnvironment();
  return new Promise((resolve, reject) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    execFile(join(peersPython(), 'python'), [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${error.message}\n${stderr}`));
    });
  });
}
