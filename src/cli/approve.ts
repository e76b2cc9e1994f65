import { Command } from 'commander';
import { approvePlan } from '../app/actions/approve-plan.ts';
import { makeApproverKey, signPlan } from '../app/actions/sign-plan.ts';
import { takeSigned } from '../app/actions/take-signed.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { UserError } from '../base/errors.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import {
  type AccountOptions,
  type ApprovalOptions,
  accountAccess,
  approvalOf,
  givenAnswers,
  withAccountOptions,
  withApprovalOptions,
} from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type Io, operatorOf, print, tell } from './io.ts';
import { readEntry } from './undo.ts';

interface ApproveOptions extends AccountOptions, ApprovalOptions {
  readonly signed?: string;
  readonly plan?: string;
  readonly key?: string;
  readonly out?: string;
  readonly makeKey?: string;
}

interface Named {
  readonly name: string | undefined;
  readonly entry: number | undefined;
}

export function approveCommand(io: Io): Command {
  return withApprovalOptions(
    withAccountOptions(
      new Command('heptad approve')
        .description(
          "Approves a plan of a case with one's own AWS identity, or by a signature made on another machine: the second of two people.",
        )
        .argument('[case]', 'the folder or the id of the case')
        .argument('[entry]', 'the journal entry of the plan', readEntry)
        .option('--signed <file>', 'take in the decision that was signed on another machine')
        .option('--plan <file>', 'on that machine: the plan, as heptad action export wrote it')
        .option('--key <file>', 'the private key to sign with')
        .option('--out <file>', 'where the signed decision goes')
        .option('--make-key <file>', 'make such a key, and print what org.yaml needs of it'),
    ),
  ).action((name: string | undefined, entry: number | undefined, options: ApproveOptions) =>
    approve(io, { name, entry }, options),
  );
}

async function approve(io: Io, { name, entry }: Named, options: ApproveOptions): Promise<void> {
  refuseMixed({ name, entry }, options);
  if (options.makeKey !== undefined) return makeKey(io, options.makeKey);
  if (options.plan !== undefined) return sign(io, options);
  if (name === undefined || entry === undefined)
    throw new UserError('a case and the entry of its plan are missing', {
      fix: 'heptad approve CASE ENTRY, as heptad status shows it; or --plan FILE on another machine',
    });
  const folder = findCase(name, placesFrom(io.env));
  const tools = caseTools(io, await givenAnswers(folder, options), { caseName: folder });
  const access = accountAccess(io, options);
  const said =
    options.signed === undefined
      ? await approvePlan(folder, entry, { access, tools })
      : takeSigned(folder, entry, { file: options.signed, organization: access.organization, tools });
  tell(io, escapeTerminal(said));
}

function makeKey(io: Io, file: string): void {
  const { publicKey, fingerprint } = makeApproverKey(file);
  tell(io, escapeTerminal(`The private key is in ${file}; keep it to yourself. Fingerprint ${fingerprint}`));
  tell(io, 'For org.yaml:');
  print(io, 'approvers:');
  print(io, escapeTerminal(`  - name: ${JSON.stringify(operatorOf(io).human)}`));
  print(io, `    publicKey: ${publicKey}`);
}

async function sign(io: Io, { plan, key, out, ...options }: ApproveOptions): Promise<void> {
  if (plan === undefined || key === undefined || out === undefined)
    throw new UserError('--plan takes --key and --out with it', {
      fix: 'heptad approve --plan FILE --key KEYFILE --out SIGNED',
    });
  if (options.answers !== undefined)
    throw new UserError('an answers file is for a case, and here is none', {
      fix: 'approve at the terminal, or name the plan by --approve SHA256',
    });
  const tools = caseTools(io, approvalOf(options.approve), { caseName: plan });
  const signed = await signPlan({ plan, key, out }, tools);
  const { decision, entry } = signed?.statement ?? {};
  tell(
    io,
    signed === null
      ? 'Nothing was decided, and nothing written.'
      : escapeTerminal(
          `Plan ${entry} is ${decision}. Give ${out} back: heptad approve CASE ${entry} --signed ${out}`,
        ),
  );
}

/** Each way to approve is for one place: here with a case, elsewhere with a file. */
function refuseMixed({ name }: Named, { makeKey: made, plan, signed, key, out }: ApproveOptions): void {
  const ways = [made, plan, name].filter((way) => way !== undefined).length;
  const stray = plan === undefined && (key !== undefined || out !== undefined);
  if (ways > 1 || stray || (signed !== undefined && name === undefined))
    throw new UserError('these arguments do not go together', {
      fix: 'one of: CASE ENTRY · CASE ENTRY --signed FILE · --plan FILE --key KEYFILE --out SIGNED · --make-key FILE',
    });
}
