import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { evaluate } from '../../src/simulator/iam/evaluate.ts';
import { readPolicy, type PolicyDocument } from '../../src/simulator/iam/policy-document.ts';
import { generatedCases, type AccessCase } from './generated-access.ts';

/** An evaluator made by others. Its licence lets it judge in tests; it is no part of the program, and is not shipped with it. */
const PACKAGE = '@cloud-copilot/iam-simulate';
const VERSION = '0.1.173';
const ACCOUNT = '111122223333';
const CASES = 6000;
const SEED = 20_260_115;

type Verdict = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

interface Oracle {
  runSimulation(
    simulation: object,
    options: object,
  ): Promise<{ readonly resultType: string; readonly overallResult?: Verdict; readonly errors?: unknown }>;
}

let oracle: Oracle;
beforeAll(async () => {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'heptad', `iam-simulate-${VERSION}`);
  const installed = join(folder, 'node_modules', PACKAGE);
  if (!existsSync(join(folder, 'package-lock.json'))) {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`], {
      stdio: 'inherit',
    });
  }
  oracle = (await import(pathToFileURL(join(installed, 'dist', 'esm', 'index.js')).href)) as Oracle;
});

/** A rule in which the other evaluator differs from AWS, and the same question without it. */
interface Disagreement {
  readonly page: string;
  readonly why: string;
  readonly without: (one: AccessCase) => AccessCase;
}

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const VARIABLE = /\$\{([^},]+)\}/g;

const DISAGREEMENTS: readonly Disagreement[] = [
  {
    page: `${GUIDE}/reference_policies_elements_version.html`,
    why: 'variables are plain text in a policy of 2008',
    without: (one) =>
      everyPolicy(one, (policy) =>
        Reflect.get(policy, 'Version') === '2008-10-17'
          ? (JSON.parse(JSON.stringify(policy).replaceAll(/\$\{[^}]*\}/g, 'no-variable')) as object)
          : policy,
      ),
  },
  {
    page: `${GUIDE}/reference_policies_variables.html`,
    why: 'a resource with a variable that has no value matches nothing, in NotResource too',
    without: (one) =>
      everyPolicy(one, (policy) =>
        inResources(policy, (text) =>
          text.replaceAll(VARIABLE, (all, key: string) => (hasKey(one, key) ? all : 'no-value')),
        ),
      ),
  },
  {
    page: `${GUIDE}/reference_policies_evaluation-logic_policy-eval-basics-single-account.html`,
    why: 'session policies do not narrow what a resource grants to the session itself or to everybody',
    without: (one) =>
      one.session === undefined || one.resourcePolicy === undefined
        ? one
        : { ...one, session: opened(one.session) },
  },
];
/** The part of all cases in which the two may disagree. */
const MOST_DISAGREED = 0.02;

it(`agrees with another evaluator on ${CASES} cases, or AWS's guide decides`, async () => {
  const counts = new Map<Verdict, number>();
  const explained = new Map<string, number>();
  const wrong: string[] = [];
  for (const [index, one] of generatedCases(SEED, CASES).entries()) {
    const theirs = await verdictThere(one);
    const ours = verdictHere(one);
    counts.set(ours, (counts.get(ours) ?? 0) + 1);
    if (ours === theirs) continue;
    const why = await reasonOf(one, ours);
    if (why === undefined) wrong.push(`${index}: ${ours} here, ${theirs} there: ${JSON.stringify(one)}`);
    else explained.set(why, (explained.get(why) ?? 0) + 1);
  }
  expect(wrong).toEqual([]);
  // Each rule is one in which they do differ, and all of them together are rare.
  expect([...explained.keys()].toSorted()).toEqual(DISAGREEMENTS.map(({ why }) => why).toSorted());
  const all = [...explained.values()].reduce((sum, count) => sum + count, 0);
  expect(all).toBeLessThan(MOST_DISAGREED * CASES);
  // None of the three is rare, or the cases would say little.
  for (const verdict of ['Allowed', 'ExplicitlyDenied', 'ImplicitlyDenied'] as const)
    expect(counts.get(verdict) ?? 0).toBeGreaterThan(CASES / 10);
});

/** The rule without which the other evaluator says the same. Each takes away one more. */
async function reasonOf(one: AccessCase, ours: Verdict): Promise<string | undefined> {
  let asked = one;
  for (const { why, without } of DISAGREEMENTS) {
    asked = without(asked);
    if ((await verdictThere(asked)) === ours) return why;
  }
  return undefined;
}

function everyPolicy(one: AccessCase, change: (policy: object) => object): AccessCase {
  const maybe = (policy: object | undefined) => (policy === undefined ? undefined : change(policy));
  return {
    ...one,
    identity: one.identity.map(change),
    boundary: maybe(one.boundary),
    session: maybe(one.session),
    resourcePolicy: maybe(one.resourcePolicy),
    serviceControl: one.serviceControl.map((level) => level.map(change)),
  };
}

/** Only in what names resources: in conditions a variable without a value means something else. */
function inResources(policy: object, swap: (text: string) => string): object {
  const statements = Reflect.get(policy, 'Statement') as readonly Record<string, unknown>[];
  const change = ([name, value]: readonly [string, unknown]): readonly [string, unknown] => [
    name,
    /^(Not)?Resource$/.test(name) && Array.isArray(value) ? value.map((one) => swap(String(one))) : value,
  ];
  return {
    ...policy,
    Statement: statements.map((one) => Object.fromEntries(Object.entries(one).map(change))),
  };
}

function hasKey({ context }: AccessCase, key: string): boolean {
  return Object.keys(context).some((own) => own.toLowerCase() === key.toLowerCase());
}

/** The policy, and an Allow of everything: its denials still count. */
function opened(policy: object): object {
  const statements = Reflect.get(policy, 'Statement') as readonly object[];
  return { ...policy, Statement: [...statements, { Effect: 'Allow', Action: '*', Resource: '*' }] };
}

async function verdictThere(one: AccessCase): Promise<Verdict> {
  const named = (policies: readonly object[]) =>
    policies.map((policy, index) => ({ name: `policy-${index}`, policy }));
  const { resultType, overallResult, errors } = await oracle.runSimulation(
    {
      request: {
        principal: one.caller.sessionArn ?? one.caller.arn,
        action: one.action,
        resource: { resource: one.resource, accountId: ACCOUNT },
        contextVariables: one.context,
      },
      identityPolicies: named(one.identity),
      sessionPolicy: one.session,
      serviceControlPolicies: one.serviceControl.map((policies, index) => ({
        orgIdentifier: `level-${index}`,
        policies: named(policies),
      })),
      resourceControlPolicies: [],
      resourcePolicy: one.resourcePolicy,
      permissionBoundaryPolicies: one.boundary === undefined ? undefined : named([one.boundary]),
    },
    {},
  );
  if (overallResult === undefined)
    throw new Error(`${resultType}: ${JSON.stringify(errors)} for ${JSON.stringify(one)}`);
  return overallResult;
}

function verdictHere(one: AccessCase): Verdict {
  const context = Object.entries(one.context).map(
    ([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value] as const,
  );
  const decision = evaluate(
    { action: one.action, resource: one.resource, context: new Map(context) },
    {
      identity: one.identity.map((policy) => read(policy, 'identity')),
      boundary: one.boundary === undefined ? undefined : read(one.boundary, 'identity'),
      session: one.session === undefined ? undefined : [read(one.session, 'identity')],
      resource: one.resourcePolicy === undefined ? undefined : read(one.resourcePolicy, 'resource'),
      resourceMustAllow: false,
      serviceControl: one.serviceControl.map((level) => level.map((policy) => read(policy, 'identity'))),
      caller: { account: ACCOUNT, ...one.caller },
    },
  );
  if (decision.allowed) return 'Allowed';
  return decision.explicit ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
}

function read(policy: object, kind: 'identity' | 'resource'): PolicyDocument {
  const document = readPolicy(JSON.stringify(policy), kind);
  if ('fault' in document) throw new Error(`${document.fault}: ${JSON.stringify(policy)}`);
  return document;
}
