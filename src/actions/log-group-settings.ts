import type { Json, JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE, type Reversibility } from '../model/plan.ts';
import type { ActionContext } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { listOf, textOf } from './answers.ts';
import { readLogGroup } from './log-groups.ts';
import { keyArn, keySetting, type MadeKey, readKey } from './made-keys.ts';
import { maskingPolicy } from './masking-policy.ts';
import type { Statement } from './policies.ts';
import type { Setting } from './settings.ts';

export interface WantedGroup {
  readonly logGroup: string;
  readonly regions?: readonly string[];
  readonly days: number;
  readonly keyAlias?: string;
  readonly mask?: boolean;
}

/** A log group as it is; of one that is not there, what a new one has. */
export interface GroupState {
  readonly region: string;
  readonly exists: boolean;
  /** It has streams: something was written. */
  readonly used: boolean;
  /** Days; null = for ever. */
  readonly retention: number | null;
  readonly protected: boolean;
  readonly kmsKey: string | null;
  /** The data protection policy's JSON. */
  readonly masking: string | null;
  readonly key: MadeKey | null;
}

interface Place {
  readonly logGroup: string;
  readonly region: string;
}

export async function readGroupState(
  { keyAlias, ...place }: Place & { readonly keyAlias: string | undefined },
  reader: CloudReader,
): Promise<GroupState> {
  const { region, logGroup } = place;
  const found = await readLogGroup(place, reader);
  const key = keyAlias === undefined ? null : await readKey(keyAlias, region, reader);
  const retention = found?.['retentionInDays'];
  return {
    region,
    exists: found !== null,
    used: found !== null && (await hasStreams(place, reader)),
    retention: typeof retention === 'number' ? retention : null,
    protected: found?.['deletionProtectionEnabled'] === true,
    kmsKey: textOf(found, 'kmsKeyId'),
    masking: found === null ? null : await readMasking({ logGroup, region }, reader),
    key,
  };
}

async function hasStreams({ logGroup, region }: Place, reader: CloudReader): Promise<boolean> {
  const input = { logGroupName: logGroup, limit: 1 };
  const answer = await reader.read({
    service: 'cloudwatch-logs',
    operation: 'DescribeLogStreams',
    region,
    input,
  });
  return listOf(answer, 'logStreams').length > 0;
}

async function readMasking({ logGroup, region }: Place, reader: CloudReader): Promise<string | null> {
  const input = { logGroupIdentifier: logGroup };
  const read = { service: 'cloudwatch-logs', operation: 'GetDataProtectionPolicy', region, input };
  return textOf(await reader.read({ ...read, absent: ['ResourceNotFoundException'] }), 'policyDocument');
}

/** What makes a log group keep its events, in the order it is done. */
export function groupSettings(
  wanted: WantedGroup,
  state: GroupState,
  context: ActionContext,
): readonly Setting[] {
  const { key } = state;
  const place = { logGroup: wanted.logGroup, region: state.region };
  const statements = key === null ? [] : [keyUse(place, context)];
  return [
    ...(key === null ? [] : [keySetting(key, { statements, context })]),
    existence(place, state),
    // A new group comes with its key.
    ...(key === null || !state.exists ? [] : [encryption(place, state, key)]),
    retentionSetting(place, state, wanted.days),
    protection(place, state),
    ...(wanted.mask === true ? [masking(place, state)] : []),
  ];
}

function existence(place: Place, { exists, key }: GroupState): Setting {
  return {
    name: `log group ${place.logGroup} in ${place.region}`,
    is: exists,
    wanted: true,
    set: (to) => [
      to === true
        ? groupCall(place, 'CreateLogGroup', {
            input: { logGroupName: place.logGroup, ...(key === null ? {} : { kmsKeyId: keyArn(key) }) },
            purpose: 'make the log group',
            reversibility: { kind: 'leaves', residue: 'the log group, once events are in it' },
          })
        : groupCall(place, 'DeleteLogGroup', {
            input: { logGroupName: place.logGroup },
            purpose: 'take the empty log group away',
          }),
    ],
  };
}

/** A group under another key stays there: who chose that key knows why. */
function encryption(place: Place, { kmsKey }: GroupState, key: MadeKey): Setting {
  const wanted = kmsKey ?? keyArn(key);
  return {
    name: `encryption of ${place.logGroup} in ${place.region}`,
    is: kmsKey,
    wanted,
    set: (to) => [
      groupCall(place, to === null ? 'DisassociateKmsKey' : 'AssociateKmsKey', {
        input: { logGroupName: place.logGroup, ...(to === null ? {} : { kmsKeyId: to }) },
        purpose:
          to === null
            ? 'encrypt new events under a key of AWS, as before'
            : 'encrypt new events under the key',
        reversibility: { kind: 'leaves', residue: 'events that came meanwhile stay under the key' },
      }),
    ],
  };
}

function retentionSetting(place: Place, { exists, retention: is }: GroupState, days: number): Setting {
  const longer = exists && (is === null || is >= days);
  return {
    name: `retention of ${place.logGroup} in ${place.region}`,
    is,
    wanted: longer ? is : days,
    set: (to) => [
      groupCall(place, to === null ? 'DeleteRetentionPolicy' : 'PutRetentionPolicy', {
        input: { logGroupName: place.logGroup, ...(to === null ? {} : { retentionInDays: to }) },
        purpose: to === null ? 'let nothing expire, as before' : `keep events for ${String(to)} days`,
      }),
    ],
  };
}

function protection(place: Place, state: GroupState): Setting {
  return {
    name: `deletion protection of ${place.logGroup} in ${place.region}`,
    is: state.protected,
    wanted: true,
    set: (deletionProtectionEnabled) => [
      groupCall(place, 'PutLogGroupDeletionProtection', {
        input: { logGroupIdentifier: place.logGroup, deletionProtectionEnabled },
        purpose:
          deletionProtectionEnabled === true
            ? 'keep it from being deleted'
            : 'let it be deleted again, as before',
      }),
    ],
  };
}

function masking(place: Place, { masking: is }: GroupState): Setting {
  const wanted = maskingPolicy(is);
  return {
    name: `data protection of ${place.logGroup} in ${place.region}`,
    is,
    wanted,
    same: sameDocument,
    set: (to) => [
      groupCall(place, to === null ? 'DeleteDataProtectionPolicy' : 'PutDataProtectionPolicy', {
        input: { logGroupIdentifier: place.logGroup, ...(to === null ? {} : { policyDocument: to }) },
        purpose: to === null ? 'mask nothing, as before' : 'audit private data and mask it for readers',
        reversibility: { kind: 'leaves', residue: 'events that came meanwhile stay masked' },
      }),
    ],
  };
}

function sameDocument(a: Json, b: Json): boolean {
  const normal = (text: Json): string =>
    typeof text === 'string' ? JSON.stringify(JSON.parse(text)) : 'none';
  return normal(a) === normal(b);
}

/** CloudWatch Logs user guide, "Encrypt log data using AWS KMS". */
function keyUse({ logGroup, region }: Place, { account }: ActionContext): Statement {
  return {
    Sid: 'LogGroup',
    Effect: 'Allow',
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
    Resource: '*',
    Condition: {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:${logGroup}`,
      },
    },
  };
}

function groupCall(
  { region }: Place,
  operation: string,
  of: { readonly input: JsonObject; readonly purpose: string; readonly reversibility?: Reversibility },
): PlannedCall {
  const { input, purpose, reversibility = REVERSIBLE } = of;
  return { service: 'cloudwatch-logs', operation, region, input, purpose, reversibility };
}
