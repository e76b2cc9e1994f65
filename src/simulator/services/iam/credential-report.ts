import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
} from '@aws-sdk/client-iam';
import type { AccessKey, User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { byName } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

/** A report is made anew only when the last one is older than this. */
const GOOD_FOR = 4 * 3_600_000;
const NONE = 'N/A';

interface Report {
  readonly at: number;
  readonly content: string;
  ready: boolean;
}

/** The credential report: a snapshot that is asked for first, and fetched when it is done. The first look finds it in the making. */
export function credentialReportHandlers(world: World): IamHandlers {
  let report: Report | undefined;
  return {
    GenerateCredentialReport: (_input, { now }) => {
      if (report !== undefined && now - report.at < GOOD_FOR) {
        report.ready = true;
        return { State: 'COMPLETE' };
      }
      const content = [COLUMNS.join(','), rootRow(world), ...byName(world.iam.users.values()).map(userRow)];
      report = { at: now, content: content.join('\n'), ready: false };
      return {
        State: 'STARTED',
        Description: 'No report exists. Starting a new report generation task',
      };
    },
    GetCredentialReport: (_input, { now }) => {
      if (report === undefined) throw new CredentialReportNotPresentException(because('No report exists.'));
      if (now - report.at >= GOOD_FOR)
        throw new CredentialReportExpiredException(because('The report has expired.'));
      if (!report.ready) {
        report.ready = true;
        throw new CredentialReportNotReadyException(because('The report is being generated.'));
      }
      return {
        Content: Buffer.from(report.content),
        ReportFormat: 'text/csv',
        GeneratedTime: new Date(report.at),
      };
    },
  };
}

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...[1, 2].flatMap((key) => [
    `access_key_${key}_active`,
    `access_key_${key}_last_rotated`,
    `access_key_${key}_last_used_date`,
    `access_key_${key}_last_used_region`,
    `access_key_${key}_last_used_service`,
  ]),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];
const NO_KEY = ['false', NONE, NONE, NONE, NONE];
const NO_CERTIFICATES = ['false', NONE, 'false', NONE];

/** The root user, as GetAccountSummary says too. When a key of its own was made is not known here. */
function rootRow({ accountId, iam }: World): string {
  const { root = { mfa: true, accessKeys: 0 } } = iam;
  const oldest = Math.min(...[...iam.users.values()].map(({ createdAt }) => createdAt));
  const created = Number.isFinite(oldest) ? spoken(oldest) : NONE;
  return [
    '<root_account>',
    `arn:aws:iam::${accountId}:root`,
    created,
    ...['not_supported', 'no_information', 'not_supported', 'not_supported', String(root.mfa)],
    ...(root.accessKeys > 0 ? ['true', NONE, NONE, NONE, NONE] : NO_KEY),
    ...NO_KEY,
    ...NO_CERTIFICATES,
  ].join(',');
}

function userRow(user: User): string {
  const { login, passwordLastUsed } = user;
  const [first, second] = [...user.accessKeys.values()].toSorted((a, b) => a.createdAt - b.createdAt);
  return [
    user.name,
    user.arn,
    spoken(user.createdAt),
    ...(login === undefined
      ? ['false', NONE, NONE, NONE]
      : [
          'true',
          passwordLastUsed === undefined ? 'no_information' : spoken(passwordLastUsed),
          spoken(login.createdAt),
          NONE,
        ]),
    String(user.mfaDevices.size > 0),
    ...keyCells(first),
    ...keyCells(second),
    ...NO_CERTIFICATES,
  ].join(',');
}

/** A key's secret never changes: it was rotated when it was made. */
function keyCells(key: AccessKey | undefined): readonly string[] {
  if (key === undefined) return NO_KEY;
  const { status, createdAt, lastUsed } = key;
  const used =
    lastUsed === undefined ? [NONE, NONE, NONE] : [spoken(lastUsed.at), lastUsed.region, lastUsed.service];
  return [String(status === 'Active'), spoken(createdAt), ...used];
}

/** `2026-01-15T09:00:00+00:00` */
function spoken(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}
