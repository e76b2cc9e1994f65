import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/base/json.ts';
import type { Role, User } from '../../src/simulator/world/iam-state.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { ADMIN_ROLE, ANALYST, still } from '../support/action-checks.ts';

/** What a user or role may have on it when an action comes. */
interface Found {
  readonly inline: readonly (readonly [string, string])[];
  readonly attached: readonly string[];
  readonly boundary: string | undefined;
  readonly login: boolean;
  readonly statuses: readonly ('Active' | 'Inactive')[];
}

const AWS = 'arn:aws:iam::aws:policy/';
const MANAGED = [
  'AdministratorAccess',
  'AWSDenyAll',
  'AWSCompromisedKeyQuarantineV3',
  'IAMReadOnlyAccess',
  'AmazonBedrockLimitedAccess',
].map((name) => `${AWS}${name}`);

/** Names the actions use themselves among them: somebody may have been here before. */
const NAMES = [
  'AWSRevokeOlderSessions',
  'heptad-deny-all',
  'heptad-limit',
  'heptad-quarantine',
  'heptad-stop-inference',
  'of-their-own',
];

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.oneof(
    fc.constantFrom('*', 's3:GetObject', 'ses:*'),
    fc.uniqueArray(fc.constantFrom('ses:*', 'iam:List*', 'bedrock:InvokeModel'), { minLength: 1 }),
  ),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::example-bucket/*'),
});
const revoked = fc.constantFrom('2026-01-14T00:00:00Z', '2026-01-16T00:00:00Z').map((time) => ({
  Effect: 'Deny',
  Action: ['*'],
  Resource: ['*'],
  Condition: { DateLessThan: { 'aws:TokenIssueTime': time } },
}));
const document = fc
  .array(fc.oneof(statement, revoked), { minLength: 1, maxLength: 2 })
  .chain((statements) => fc.constantFrom(0, 2).map((indent) => ({ statements, indent })))
  .map(({ statements, indent }) =>
    JSON.stringify(
      { Version: '2012-10-17', Statement: statements.length === 1 ? statements[0] : statements },
      null,
      indent,
    ),
  );
const found: fc.Arbitrary<Found> = fc.record({
  inline: fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), document), {
    maxLength: 2,
    selector: ([name]) => name,
  }),
  attached: fc.uniqueArray(fc.constantFrom(...MANAGED)),
  boundary: fc.constantFrom(undefined, ...MANAGED.slice(0, 2)),
  login: fc.boolean(),
  statuses: fc.array(fc.constantFrom('Active', 'Inactive'), { minLength: 2, maxLength: 2 }),
});

const ACTIONS: readonly (readonly [string, JsonObject])[] = [ADMIN_ROLE, ANALYST].flatMap(
  (principal): readonly (readonly [string, JsonObject])[] => [
    ['iam/deny-all', { principal }],
    ['iam/deny-all', { principal, managed: true }],
    ['iam/quarantine-principal', { principal }],
    ['iam/revoke-sessions', { principal }],
    ['iam/limit-role', { principal, actions: ['ses:*', 's3:*'] }],
    ['iam/set-permissions-boundary', { principal, boundary: `${AWS}IAMReadOnlyAccess` }],
    ['iam/stop-inference', { principal }],
  ],
);
const USER_ACTIONS: readonly (readonly [string, JsonObject])[] = [
  ['iam/remove-console-access', { userName: 'marta.silva' }],
  ['iam/sweep-user', { userName: 'marta.silva' }],
];

/** Declared: a new password, and with it when it was made and that it must be changed. */
function kept(observed: JsonObject): Json {
  const { login, ...rest } = observed;
  return still(login === undefined ? rest : { ...rest, login: login !== null });
}

describe('undo gives back the state that was found, whatever it was', () => {
  let open: ActionCase;
  let user: User;
  let role: Role;
  beforeAll(async () => {
    open = await actionCase();
    const { users, roles } = open.account.world.iam;
    user = users.get('marta.silva') as User;
    role = roles.get('data-platform-admin') as Role;
  });
  afterAll(() => open.close());

  function bring({ inline, attached, boundary, login, statuses }: Found): void {
    for (const holder of [user, role]) {
      holder.inline.clear();
      for (const [name, text] of inline) holder.inline.set(name, text);
      holder.attached.clear();
      for (const arn of attached) holder.attached.add(arn);
      holder.boundary = boundary;
    }
    user.login = login ? { createdAt: 0, password: 'old', resetRequired: false } : undefined;
    [...user.accessKeys.values()].forEach((key, index) => {
      key.status = statuses[index] ?? 'Active';
    });
  }

  it.each([...ACTIONS, ...USER_ACTIONS])(
    '%s %j',
    async (id, params) => {
      await fc.assert(
        fc.asyncProperty(found, async (state) => {
          bring(state);
          const texts = new Map([...user.inline, ...role.inline]);
          const before = kept(await open.observe(id, params));
          const { calls } = await open.plan(id, params);
          if (calls.length === 0) return;
          const entry = await open.apply(id, params);
          expect((await open.plan(id, params)).calls).toEqual([]);
          await open.undo(entry);
          expect(kept(await open.observe(id, params))).toEqual(before);
          // To the letter, white space included.
          expect(new Map([...user.inline, ...role.inline])).toEqual(texts);
        }),
        { numRuns: 8, seed: 20260115 },
      );
    },
    30_000,
  );
});
