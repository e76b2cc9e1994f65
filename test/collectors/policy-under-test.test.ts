import { PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../src/app/actions/carry-out.ts';
import { findAction } from '../../src/app/actions/action-library.ts';
import { makePlan } from '../../src/app/actions/make-plan.ts';
import { planUndo } from '../../src/app/actions/plan-undo.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { settleActions } from '../../src/app/actions/settle-actions.ts';
import { enabledRegions, planCollection } from '../../src/app/collecting/plan-collection.ts';
import { collectPlanned } from '../support/collect-planned.ts';
import { rightsChecks } from '../../src/app/doctor/rights-checks.ts';
import { listPlaybooks, findPlaybook } from '../../src/app/playbook-library.ts';
import { offeredActions, type PolicyDocument, playbookPolicies } from '../../src/app/playbook-policy.ts';
import { readRows } from '../../src/app/read-step.ts';
import { COLLECTORS } from '../../src/collectors/registry.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import { iamActionsOf } from '../../src/playbook/iam-action.ts';
import type { PolicyScope } from '../../src/playbook/iam-resources.ts';
import type { Responder } from '../../src/ports/responder.ts';
import { ACCOUNT_EXAMPLES } from '../support/account-examples.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import type { ActionExample } from '../support/action-example.ts';
import { ADMIN_ROLE, ANALYST, colleague } from '../support/action-checks.ts';
import { ROLE_UNDER_TEST, roleUnder } from '../support/role-under.ts';
import { SERVICE_EXAMPLES } from '../support/service-examples.ts';
import { OPENED } from '../support/simulated-account.ts';

const SCOPE: PolicyScope = { account: '111122223333', regions: ['us-east-1'], buckets: [] };
// A readiness playbook contains nothing and reads by checks: test/readiness holds it against its own policy.
const PLAYBOOKS = listPlaybooks()
  .map(({ id }) => [id, findPlaybook(id).playbook] as const)
  .filter(([, { kind }]) => kind === 'incident');
/** Without Object Lock: it is switched on first. */
const UNLOCKED: ActionExample = {
  id: 's3/hold-objects',
  params: { bucket: 'example-unlocked-bucket', prefix: '', enableLock: true },
  prepare: async (open) => {
    const { s3 } = colleague(open);
    await s3.send(new CreateBucketCommand({ Bucket: 'example-unlocked-bucket' }));
    await s3.send(new PutObjectCommand({ Bucket: 'example-unlocked-bucket', Key: 'a', Body: 'text' }));
  },
  kept: (observed) => observed,
};
/** A trail of one Region, whose files are not validated. */
const NARROWED: ActionExample = {
  id: 'cloudtrail/restore-logging',
  params: { trail: 'organization' },
  prepare: (open) =>
    colleague(open).cloudtrail.send(
      new UpdateTrailCommand({
        Name: 'organization',
        IsMultiRegionTrail: false,
        EnableLogFileValidation: false,
      }),
    ),
  // Undo leaves the trail as wide as it was made.
  kept: null,
};
const ALL = [...ACCOUNT_EXAMPLES, ...SERVICE_EXAMPLES, UNLOCKED, NARROWED];
const FIRST = 'cloudwatch-logs/hold-logs';
/**
 * Log groups are held before the first change: held by then, there would be nothing to try of holding itself. What
 * cannot be undone comes last: it takes away what others work on.
 */
const EXAMPLES = [
  ...ALL.filter(({ id }) => id === FIRST),
  ...ALL.filter(({ id, kept }) => id !== FIRST && kept !== null),
  ...ALL.filter(({ id, kept }) => id !== FIRST && kept === null),
];

/** Approves everything and keeps everything. */
const RESPONDER = {
  atPlan: () => Promise.resolve({ do: 'approve', how: 'typed' }),
  atSet: () => Promise.resolve({ do: 'approve', how: 'typed' }),
  atPreservation: () => Promise.resolve({ do: 'keep', why: null }),
  progress: () => undefined,
  tell: () => undefined,
} as unknown as Responder;

/** What a path needs that not every playbook has, with the reason. */
const IDLE: Readonly<Record<'read' | 'contain', Readonly<Record<string, string>>>> = {
  read: {
    'organizations:DescribeOrganization':
      'stands in for listing the bucket of an organization trail, which this account may do',
    'logs:StopQuery': 'stops a query of Logs Insights that has run for a quarter of an hour',
  },
  contain: {
    'cloudtrail:LookupEvents': 'proof of effect: asked where an action of the playbook contains an identity',
    'iam:AddUserToGroup': 'undo of iam/sweep-user where somebody asked for rights=true',
    'iam:RemoveUserFromGroup': 'iam/sweep-user where somebody asks for rights=true',
  },
};

const actionsOf = (policies: readonly PolicyDocument[]): readonly string[] =>
  policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));

/** What the case called: what was denied, and the IAM actions that were needed. */
async function calledIn({ book, desk }: ActionCase) {
  const journaled = book.store
    .entries()
    .flatMap((entry) => (entry.kind === 'calls-made' ? entry.data.calls : []));
  const calls = [...journaled, ...desk.footprints];
  const used = new Set<string>();
  for (const { service, operation } of calls)
    for (const action of (await iamActionsOf(`${service}:${operation}`)) ?? []) used.add(action);
  const denied = calls.filter(({ error }) => error !== null && /Denied|Unauthorized/.test(error));
  return {
    used,
    denied: [...new Set(denied.map(({ service, operation }) => `${service}:${operation}`))],
  };
}

/** The invocation log goes to a log group too, which is another way to read it. */
async function loggedToGroup(open: ActionCase): Promise<void> {
  await colleague(open).bedrock.send(
    new PutModelInvocationLoggingConfigurationCommand({
      loggingConfig: {
        cloudWatchConfig: {
          logGroupName: '/example/bedrock/invocations',
          roleArn: 'arn:aws:iam::111122223333:role/example-bedrock-logs',
        },
        s3Config: { bucketName: 'example-bedrock-logs-111122223333' },
        textDataDeliveryEnabled: true,
      },
    }),
  );
}

async function readAll(open: ActionCase, playbook: Playbook): Promise<void> {
  const { book, desk } = open;
  await loggedToGroup(open);
  const now = desk.clock.now();
  const collectors = COLLECTORS.map(({ id }) => id);
  const from = new Date(OPENED - 6 * 3_600_000).toISOString();
  const collection = {
    account: '111122223333',
    regions: ['us-east-1'],
    from,
    to: now,
    collectors,
    limits: [],
  };
  await book.record('collection-planned', collection);
  await collectPlanned(collection, { book, desk });
  for (const step of playbook.elements.flatMap(({ steps }) => steps))
    if (step.work.kind === 'read') await readRows(step.work.read, { step, values: {}, desk });
  const regions = ['us-east-1'];
  const planned = await planCollection({ regions, from: null, to: null }, desk);
  expect(planned).toMatchObject({ alias: 'example-support' });
  expect(planned.limits.join()).not.toMatch(/could not|may not/);
  expect((await enabledRegions(desk)).limits).toEqual([]);
  const [read] = await rightsChecks(desk, { playbook, buckets: [], proved: new Set() });
  expect(read).toMatchObject({ part: 'read', status: 'ok' });
}

async function containAll(open: ActionCase, playbook: Playbook): Promise<void> {
  const offered = new Set(offeredActions(playbook));
  for (const example of EXAMPLES.filter(({ id }) => offered.has(id)).map(asOffered)) {
    await contain(open, example);
    // Users and roles take calls of their own.
    const { principal, managed } = example.params;
    const other = principal === ADMIN_ROLE ? ANALYST : ADMIN_ROLE;
    if (principal !== undefined && managed === undefined)
      await contain(open, { ...example, params: { ...example.params, principal: other } });
  }
  open.account.clock.advance(31 * 60_000);
  await settleActions(open.book, open.desk);
}

/** A user's rights are taken only where somebody asks for it: no playbook offers that, and no policy allows it. */
function asOffered({ params: { rights: _rights, ...params }, ...example }: ActionExample): ActionExample {
  return { ...example, params };
}

async function contain(open: ActionCase, { id, prepare, kept, settles = 0, ...example }: ActionExample) {
  const { allow } = example.params;
  // Who works with it keeps access.
  const params = allow === undefined ? example.params : { ...example.params, allow: [ROLE_UNDER_TEST] };
  const { book, desk } = open;
  const carrying = { book, desk, responder: RESPONDER };
  await prepare?.(open);
  const made = await makePlan({ unit: findAction(id), params, at: desk.clock.now() }, desk);
  if (made.plan.calls.length === 0) return;
  const entry = await recordPlan(made, book);
  await carryOut(entry, carrying);
  if (kept === null) return;
  open.account.clock.advance(settles);
  await carryOut(await planUndo(entry, book, desk), carrying);
}

describe.each(PLAYBOOKS)('under exactly the policy of %s', (_, playbook) => {
  it.each(['read', 'contain'] as const)(
    'the %s part denies nothing, and allows nothing idle',
    async (part) => {
      const policies = await playbookPolicies(playbook, part, SCOPE);
      if (policies.length === 0) return expect(offeredActions(playbook)).toEqual([]);
      const open = await actionCase({ credentials: (account) => roleUnder(account, policies) });
      await (part === 'read' ? readAll(open, playbook) : containAll(open, playbook));
      const { used, denied } = await calledIn(open);
      await open.close();
      expect(denied).toEqual([]);
      const idle = actionsOf(policies).filter(
        (action) => !used.has(action) && IDLE[part][action] === undefined,
      );
      expect(idle).toEqual([]);
      for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(6144);
    },
  );
});
