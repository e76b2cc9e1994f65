import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { canonicalJson } from '../../base/canonical-json.ts';
import { UserError } from '../../base/errors.ts';
import { keyFingerprint, makeSigningKey, signValue } from '../../base/signing.ts';
import {
  type ApprovalStatement,
  type PlanFile,
  readPlanFile,
  type SignedApproval,
  shownSha256,
} from '../../model/signed-approval.ts';
import type { PlanView } from '../../ports/responder.ts';
import type { CaseTools } from '../case-wiring.ts';
import { describedPlan } from './described-plan.ts';

/** Makes a key pair to approve with. Gives the public key's line and its fingerprint; the private key is in the file. */
export function makeApproverKey(file: string): { readonly publicKey: string; readonly fingerprint: string } {
  refuseExisting(file);
  const { privateKey, publicKey } = makeSigningKey();
  writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' });
  return { publicKey, fingerprint: keyFingerprint(publicKey) ?? '' };
}

/**
 * Puts an exported plan to whoever holds the key, and writes the decision, signed. No account and no case is needed.
 * Gives what was decided, or null when nothing was.
 */
export async function signPlan(
  files: { readonly plan: string; readonly key: string; readonly out: string },
  tools: CaseTools,
): Promise<SignedApproval | null> {
  refuseExisting(files.out);
  const plan = planIn(files.plan);
  const key = privateKeyIn(files.key);
  const decision = await tools.responder.atPlan(viewOf(plan, files.plan));
  if (decision.do === 'later') return null;
  const statement: ApprovalStatement = {
    id: tools.ids.token(),
    case: plan.shown.case,
    entry: plan.shown.entry,
    account: plan.shown.plan.account,
    planSha256: plan.shown.planSha256,
    shownSha256: shownSha256(plan.shown),
    decision: decision.do === 'approve' ? 'approved' : 'declined',
    why: decision.do === 'approve' ? null : decision.why,
    at: tools.clock.now(),
  };
  const signed = signValue(statement, key);
  if (signed === null) throw noKey(files.key);
  const approval: SignedApproval = { format: 'heptad-approval', version: 1, statement, ...signed };
  writeFileSync(files.out, `${canonicalJson(approval)}\n`, { flag: 'wx' });
  return approval;
}

function planIn(file: string): PlanFile {
  const read = readPlanFile(textOf(file));
  if (typeof read !== 'string') return read;
  throw new UserError(`${file} cannot be approved`, {
    why: read,
    fix: 'have it exported again: heptad action export CASE ENTRY --out FILE',
  });
}

/** What the approver is shown is worked out here from what is signed, but for the footholds left open. */
function viewOf({ shown, alive }: PlanFile, file: string): PlanView {
  const { plan } = shown;
  const described = describedPlan(plan);
  return {
    ...described,
    label: shown.label,
    caseName: file,
    entry: shown.entry,
    step: null,
    title: `${described.title} (case ${shown.case})`,
    plan,
    planSha256: shown.planSha256,
    alive,
    // A file tells of no endpoint: no word for everything covers it.
    loopback: false,
  };
}

function privateKeyIn(file: string): string {
  const text = textOf(file);
  if ((statSync(file).mode & 0o077) === 0) return text;
  throw new UserError(`others on this machine can read the key in ${file}`, {
    why: 'whoever reads it can approve in your name',
    fix: `chmod 600 ${file}; if others may have read it, make a new one with --make-key`,
  });
}

function noKey(file: string): UserError {
  return new UserError(`${file} holds no Ed25519 private key`, {
    fix: 'make one with heptad approve --make-key FILE',
  });
}

function textOf(file: string): string {
  if (!existsSync(file)) throw new UserError(`there is no file ${file}`);
  return readFileSync(file, 'utf8');
}

function refuseExisting(file: string): void {
  if (existsSync(file))
    throw new UserError(`${file} is there already`, { fix: 'give the name of a file that is not' });
}
