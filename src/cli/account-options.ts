import type { Command } from 'commander';
import type { AccountAccess } from '../app/actions/connect-case.ts';
import { loadOrganization } from '../app/actions/org-file.ts';
import { loadAnswers } from '../app/answers-file.ts';
import { placesFrom } from '../app/case-places.ts';
import { playbookOf } from '../app/case-playbook.ts';
import { type EvidenceOptions, evidenceWish } from '../app/evidence-copy/destination-wish.ts';
import type { CopyRequest } from '../app/case-wiring.ts';
import { UserError } from '../base/errors.ts';
import { readCase } from '../case/case-folder.ts';
import type { AccountsNamed } from '../model/case-event.ts';
import { type Answers, NO_ANSWERS } from '../model/answers.ts';
import { collected } from './collected.ts';
import type { Io } from './io.ts';

export interface AccountOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly org?: string;
}

export interface ApprovalOptions {
  readonly answers?: string;
  readonly approve?: string;
  /** Why nothing is kept before the first change. */
  readonly unpreserved?: string;
}

/** The options by which an account is chosen. */
export function withAccountOptions(command: Command): Command {
  return command
    .option('--profile <name>', 'the profile of the shared AWS configuration')
    .option('--region <region>', 'the Region to work in')
    .option(...ORG_OPTION);
}

/** The options by which an approval is given beforehand. */
export function withApprovalOptions(command: Command): Command {
  return command
    .option('--answers <file>', 'answers given beforehand (YAML)')
    .option(
      '--approve <sha256>',
      'approve exactly the plan with this SHA-256, which names account and calls',
    );
}

export const INPUT_OPTION = [
  '--input <name=value>',
  'a parameter of the action; may be given again',
  collected,
  [] as readonly string[],
] as const;

export const ACCOUNT_OPTION = [
  '--account <role-arn>',
  'work in the account of this role too: it is assumed from your identity; may be given again',
  collected,
  [] as readonly string[],
] as const;

export const ORG_OPTION = [
  '--org <file>',
  'the organization file: break-glass principals, who approves',
] as const;

export const ORGANIZATION_ROLE_OPTION = [
  '--organization-role <name>',
  'work in every active account of the organization too, by the role of this name in each',
] as const;

/** The options that say where evidence is copied to. */
export function withEvidenceOptions(command: Command): Command {
  return command
    .option(
      '--evidence <s3-url>',
      'copy all evidence to s3://BUCKET/PREFIX of an account that is not part of the incident; none = no more',
    )
    .option('--evidence-profile <name>', 'the profile whose credentials write there')
    .option('--legal-hold', 'put each copied file under a legal hold (the bucket needs Object Lock)');
}

/** What was said about copying evidence, and where its calls go. @throws UserError */
export function copyRequest(io: Io, options: EvidenceOptions): CopyRequest {
  return { wish: evidenceWish(options), endpoint: endpointOf(io) };
}

function endpointOf({ env }: Io): string | null {
  const endpoint = env['AWS_ENDPOINT_URL'];
  return endpoint === undefined || endpoint === '' ? null : endpoint;
}

/** The accounts that were named besides the operator's own. */
export function accountsNamed(options: {
  readonly account: readonly string[];
  readonly organizationRole?: string;
}): AccountsNamed {
  return { roles: [...new Set(options.account)], organizationRole: options.organizationRole ?? null };
}

/** How the account is reached: as the options say, and the environment for the rest. */
export function accountAccess(io: Io, options: AccountOptions): AccountAccess {
  return {
    profile: options.profile ?? null,
    region: options.region ?? null,
    endpoint: endpointOf(io),
    organization: loadOrganization(options.org ?? null, placesFrom(io.env).config),
  };
}

/** Answers for a case's prompts. An approval by hash covers the one plan that has it, whatever its action. */
export async function givenAnswers(
  folder: string,
  { answers, approve, unpreserved }: ApprovalOptions,
): Promise<Answers> {
  const reading = readCase(folder);
  const loaded =
    answers === undefined ? NO_ANSWERS : loadAnswers(answers, await playbookOf(reading.entries, reading));
  const given =
    unpreserved !== undefined
      ? { ...loaded, actions: { ...loaded.actions, preserve: { decline: unpreserved } } }
      : loaded;
  return { ...given, actions: { ...given.actions, ...approvalOf(approve).actions } };
}

/** Nothing but the approval of the plan with this SHA-256; without one, nothing at all. */
export function approvalOf(approve: string | undefined): Answers {
  if (approve === undefined) return NO_ANSWERS;
  if (!/^[0-9a-f]{64}$/.test(approve))
    throw new UserError(`'${approve}' is not the SHA-256 of a plan`, {
      fix: 'give the 64 hexadecimal digits that the plan shows',
    });
  return { ...NO_ANSWERS, actions: { '*': { approve } } };
}
