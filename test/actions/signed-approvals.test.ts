import { mkdtempSync, readFileSync, rmSync, statSync, chmodSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decidePlan } from '../../src/app/actions/decide-plan.ts';
import { findAction } from '../../src/app/actions/action-library.ts';
import { makePlan } from '../../src/app/actions/make-plan.ts';
import { exportPlan } from '../../src/app/actions/plan-file.ts';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { settleActions } from '../../src/app/actions/settle-actions.ts';
import { makeApproverKey, signPlan } from '../../src/app/actions/sign-plan.ts';
import { takeSigned } from '../../src/app/actions/take-signed.ts';
import { placeRequest } from '../../src/case/inbox.ts';
import type { CaseTools } from '../../src/app/case-wiring.ts';
import { type Approver, NO_ORGANIZATION, type Organization } from '../../src/model/organization.ts';
import { planSha256 } from '../../src/model/plan.ts';
import type { PlanFile, SignedApproval } from '../../src/model/signed-approval.ts';
import type { PlanDecision, PlanView, Responder } from '../../src/ports/responder.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';

const ID = 'iam/disable-access-key';
const ADA = 'arn:aws:sts::111122223333:assumed-role/ir/ada';
const APPROVE: PlanDecision = { do: 'approve', how: 'typed' };

let open: ActionCase;
let root: string;
let shown: readonly PlanView[];
const file = (name: string): string => join(root, name);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'heptad-signed-'));
  shown = [];
  open = await actionCase({ organization: twoPeople([]) });
  open.book.by = { human: 'Ada Byron', identity: ADA };
});
afterEach(async () => {
  await open.close();
  rmSync(root, { recursive: true, force: true });
});

function twoPeople(approvers: readonly Approver[]): Organization {
  return { ...NO_ORGANIZATION, breakGlass: 'none', twoPerson: true, approvers };
}

function tools(decision: PlanDecision = APPROVE): CaseTools {
  const responder = {
    atPlan: (view: PlanView) => {
      shown = [...shown, view];
      return Promise.resolve(decision);
    },
  } as unknown as Responder;
  let made = 0;
  return {
    by: { human: 'Ada Byron', identity: null },
    clock: open.desk.clock,
    ids: { caseId: () => 'hep-20260115-000000', token: () => `${open.desk.clock.now()}-${(made += 1)}` },
    responder,
    interactive: false,
  };
}

/** A plan that Ada approved and that waits for a second person. */
async function waiting(): Promise<number> {
  const accessKeyId = open.account.intruder.leakedKey?.accessKeyId ?? '';
  const wanted = { unit: findAction(ID), params: { accessKeyId }, at: open.desk.clock.now() };
  const seq = await recordPlan(await makePlan(wanted, open.desk), open.book);
  const { book, desk } = open;
  const { responder } = tools();
  await expect(decidePlan(seq, book, { desk, responder })).rejects.toThrow(/waits for a second approval/);
  return seq;
}

/** Exports the plan, has it signed by a new key elsewhere. Gives the file, and who has to be listed for it. */
async function signed(
  seq: number,
  { name = 'Grace', decision = APPROVE, change }: Signing = {},
): Promise<{ readonly out: string; readonly approver: Approver }> {
  const plan = exportPlan(open.book.store.folder, seq, open.desk.clock.now());
  writeFileSync(file(`${name}.plan`), JSON.stringify(change === undefined ? plan : change(plan)));
  const { publicKey } = makeApproverKey(file(`${name}.key`));
  const files = { plan: file(`${name}.plan`), key: file(`${name}.key`), out: file(`${name}.signed`) };
  await signPlan(files, tools(decision));
  return { out: files.out, approver: { name, publicKey } };
}

interface Signing {
  readonly name?: string;
  readonly decision?: PlanDecision;
  readonly change?: (plan: PlanFile) => PlanFile;
}

/** What the case's own machine makes of a signed file. */
function take(seq: number, out: string, approvers: readonly Approver[]): string {
  const organization = twoPeople(approvers);
  Object.assign(open.desk, { organization });
  return takeSigned(open.book.store.folder, seq, { file: out, organization, tools: tools() });
}

function refusing(seq: number, out: string, approvers: readonly Approver[]): string {
  try {
    return `taken: ${take(seq, out, approvers)}`;
  } catch (error) {
    return (error as { readonly why?: string }).why ?? String(error);
  }
}

async function settle(): Promise<void> {
  await settleActions(open.book, open.desk);
}

describe('an approval that was signed on another machine', () => {
  it('counts as the second of two people, and is journaled with name and key', async () => {
    const seq = await waiting();
    const { out, approver } = await signed(seq);
    const view = shown.at(-1);
    expect(view?.plan.target).toContain('access key');
    expect(view?.plan.blast.length).toBeGreaterThan(0);
    expect(view?.commands[0]).toMatch(/^aws iam update-access-key/);
    expect(view?.loopback).toBe(false);
    expect(open.changesInTrail()).toEqual([]);
    expect(take(seq, out, [approver])).toContain('is approved by Grace (ed25519 SHA256:');
    await settle();
    expect(open.changesInTrail()).toEqual(['UpdateAccessKey']);
    const { status, approvals } = open.book.state.actions[seq] ?? {};
    expect(status).toBe('applied');
    expect(approvals?.map(({ human }) => human)).toEqual(['Ada Byron', 'Grace']);
    expect(approvals?.[1]?.signed?.publicKey).toBe(approver.publicKey);
  });

  it('can be a refusal, which ends the plan with its reason', async () => {
    const seq = await waiting();
    const { out, approver } = await signed(seq, { decision: { do: 'decline', why: 'it is the build key' } });
    take(seq, out, [approver]);
    await settle();
    expect(open.book.state.actions[seq]).toMatchObject({ status: 'declined', why: 'it is the build key' });
    expect(open.changesInTrail()).toEqual([]);
  });

  it('is nothing when the approver puts it off', async () => {
    const seq = await waiting();
    const { out } = await signed(seq, { decision: { do: 'later' } });
    expect(() => statSync(out)).toThrow(/ENOENT/);
  });

  it('holds no secret, and the private key is its owner’s alone', async () => {
    const seq = await waiting();
    await signed(seq);
    const text = readFileSync(file('Grace.plan'), 'utf8');
    for (const credentials of [open.account.responder, ...Object.values(open.account.intruder)])
      expect(text).not.toContain(credentials.secretAccessKey);
    expect(statSync(file('Grace.key')).mode & 0o777).toBe(0o600);
    expect(() => makeApproverKey(file('Grace.key'))).toThrow(/is there already/);
    chmodSync(file('Grace.key'), 0o644);
    const files = { plan: file('Grace.plan'), key: file('Grace.key'), out: file('again') };
    await expect(signPlan(files, tools())).rejects.toThrow(/can read the key/);
  });
});

describe('a signed approval is refused', () => {
  it('when its key is not listed', async () => {
    const seq = await waiting();
    const { out } = await signed(seq);
    const other = makeApproverKey(file('other.key'));
    expect(refusing(seq, out, [{ name: 'Grace', publicKey: other.publicKey }])).toMatch(/is not listed/);
  });

  it('when it says it is of a listed key and is signed by another', async () => {
    const seq = await waiting();
    const { out } = await signed(seq);
    const listed = { name: 'Joan', publicKey: makeApproverKey(file('joan.key')).publicKey };
    const forged = JSON.parse(readFileSync(out, 'utf8')) as SignedApproval;
    writeFileSync(out, JSON.stringify({ ...forged, publicKey: listed.publicKey }));
    expect(refusing(seq, out, [listed])).toMatch(/signature is not one of Joan's key/);
  });

  it('when what it says was altered after signing', async () => {
    const seq = await waiting();
    const { out, approver } = await signed(seq);
    const forged = JSON.parse(readFileSync(out, 'utf8')) as SignedApproval;
    const statement = { ...forged.statement, at: '2026-01-15T11:59:00.000Z' };
    writeFileSync(out, JSON.stringify({ ...forged, statement }));
    expect(refusing(seq, out, [approver])).toMatch(/signature is not one of/);
  });

  it('when the plan was altered on its way: already where it is to be signed', async () => {
    const seq = await waiting();
    const change = (plan: PlanFile): PlanFile => ({
      ...plan,
      shown: { ...plan.shown, plan: { ...plan.shown.plan, calls: [] } },
    });
    await expect(signed(seq, { change })).rejects.toMatchObject({
      why: expect.stringMatching(/it was altered/) as string,
    });
  });

  it('when what was shown was altered, with its hash or beside it', async () => {
    const seq = await waiting();
    const harmless = (plan: PlanFile): PlanFile => ({
      ...plan,
      shown: { ...plan.shown, plan: { ...plan.shown.plan, blast: ['nothing stops'] } },
    });
    const shownAltered = await signed(seq, { name: 'Grace', change: harmless });
    expect(refusing(seq, shownAltered.out, [shownAltered.approver])).toMatch(/plan that was shown differs/);
    const otherCalls = (plan: PlanFile): PlanFile => {
      const altered = { ...plan.shown.plan, calls: [] };
      return { ...plan, shown: { ...plan.shown, plan: altered, planSha256: planSha256(altered) } };
    };
    const callsAltered = await signed(seq, { name: 'Joan', change: otherCalls });
    expect(refusing(seq, callsAltered.out, [callsAltered.approver])).toMatch(/hash of the calls differs/);
  });

  it('when it is for another case, entry or account', async () => {
    const seq = await waiting();
    const moved = (shift: Partial<PlanFile['shown']>) => (plan: PlanFile) => ({
      ...plan,
      shown: { ...plan.shown, ...shift },
    });
    const other = await signed(seq, { name: 'Grace', change: moved({ case: 'hep-20260101-abcdef' }) });
    expect(refusing(seq, other.out, [other.approver])).toMatch(/case hep-20260101-abcdef instead of/);
    const entry = await signed(seq, { name: 'Joan', change: moved({ entry: seq + 1 }) });
    expect(refusing(seq, entry.out, [entry.approver])).toMatch(/entry \d+ instead of/);
    const elsewhere = await signed(seq, {
      name: 'Mary',
      change: (plan) => {
        const altered = { ...plan.shown.plan, account: '444455556666' };
        return { ...plan, shown: { ...plan.shown, plan: altered, planSha256: planSha256(altered) } };
      },
    });
    expect(refusing(seq, elsewhere.out, [elsewhere.approver])).toMatch(/account 444455556666 instead of/);
  });

  it('when it is used again', async () => {
    const seq = await waiting();
    const { out, approver } = await signed(seq);
    take(seq, out, [approver]);
    await open.book.catchUp();
    expect(refusing(seq, out, [approver])).toMatch(/taken into this case before/);
  });

  it('when it comes a day late', async () => {
    const seq = await waiting();
    const { out, approver } = await signed(seq);
    open.account.clock.advance(24 * 3_600_000 + 1000);
    expect(refusing(seq, out, [approver])).toMatch(/over 24 hours ago/);
  });

  it.each([
    ['the same name', { name: 'ada byron' }],
    ['the same AWS identity', { name: 'A. Byron', identities: ['arn:aws:iam::111122223333:role/ir'] }],
  ])('when it is of the first approver: %s', async (_, person) => {
    const seq = await waiting();
    const { out, approver } = await signed(seq);
    expect(refusing(seq, out, [{ ...approver, ...person }])).toMatch(/approved this plan already/);
  });

  it('when it came by the inbox alone, unlisted or without its signature', async () => {
    const seq = await waiting();
    const { out, approver } = await signed(seq);
    const forged = JSON.parse(readFileSync(out, 'utf8')) as SignedApproval;
    const { planSha256: hash } = forged.statement;
    const data = { plan: seq, offer: null, decision: 'approved' as const, planSha256: hash, why: null };
    const request = (id: string, decided: object, identity: string) =>
      placeRequest(open.book.store.folder, {
        id,
        at: open.desk.clock.now(),
        by: { human: 'Grace', identity },
        event: { kind: 'action-decided', data: { ...data, how: 'signed', ...decided } },
      });
    take(seq, out, [approver]);
    Object.assign(open.desk, { organization: twoPeople([]) });
    request('bare', {}, 'ed25519 SHA256:00');
    await expect(settle()).rejects.toThrow(/second approval/);
    expect(open.changesInTrail()).toEqual([]);
    // Listed again, the one with its signature counts.
    Object.assign(open.desk, { organization: twoPeople([approver]) });
    await settle();
    expect(open.changesInTrail()).toEqual(['UpdateAccessKey']);
  });
});
