import type { Json, JsonObject } from '../../base/json.ts';
import { base64Text } from '../story/names.ts';
import type { Random } from '../story/random.ts';
import type { Outcome } from './outcome.ts';
import { parametersOf, styleOf } from './parameters.ts';

/** S3 shows its requests by the names on the wire: `bucketName`, `Host`, `key`, the query, and what the body was. */
export function s3Request({ operation, input, call }: Outcome): JsonObject | null {
  const bucket = input['Bucket'];
  if (typeof bucket !== 'string') return { Host: `s3.${call.region}.amazonaws.com` };
  const shown: Record<string, Json> = { bucketName: bucket, Host: s3Host(bucket, call.region) };
  for (const [name, value] of operation.route?.literals ?? []) shown[name] = value;
  for (const [name, member] of operation.input.structIterator()) {
    const value = input[name];
    const { httpQuery, httpHeader } = member.getMergedTraits();
    if (value === undefined || name === 'Bucket') continue;
    if (name === 'Key' && typeof value === 'string') shown['key'] = value;
    else if (name === 'Policy' && typeof value === 'string') shown['bucketPolicy'] = policyShown(value);
    else if (httpQuery !== undefined || (httpHeader ?? '').startsWith('x-amz-copy'))
      shown[httpQuery ?? httpHeader ?? name] = String(value);
    else if (member.isStructSchema() && typeof value === 'object' && value !== null)
      shown[name] = capitalised(parametersOf(member, value, styleOf('s3')));
  }
  return shown;
}

/** The headers of the answer that S3 puts into its events. */
export function s3Response({ operation, output }: Outcome): JsonObject | null {
  if (output === undefined || operation.output.isUnitSchema()) return null;
  const shown: Record<string, Json> = {};
  for (const [name, member] of operation.output.structIterator()) {
    const header = member.getMergedTraits().httpHeader;
    const value: unknown = Reflect.get(output, name);
    if (header?.startsWith('x-amz-') === true && typeof value === 'string') shown[header] = value;
  }
  return Object.keys(shown).length === 0 ? null : shown;
}

/** What S3 adds to every event. */
export function s3Additional(random: Random, { bytesIn, output }: Outcome): JsonObject {
  const body: unknown = output === undefined ? undefined : Reflect.get(output, 'Body');
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: bytesIn,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': base64Text(random, 76),
    bytesTransferredOut: body instanceof Uint8Array ? body.length : 0,
  };
}

/** The bucket and the object an event is about. */
export function s3Resources(accountId: string, input: Outcome['input']): readonly JsonObject[] {
  const [bucket, key] = [input['Bucket'], input['Key']];
  if (typeof bucket !== 'string') return [];
  const own = { accountId, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` };
  return typeof key === 'string'
    ? [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` }, own]
    : [own];
}

export function s3Host(bucket: string, region: string): string {
  return `${bucket}.s3.${region}.amazonaws.com`;
}

/** A policy is shown as JSON; a text that is none, as it came. */
function policyShown(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** Members of an S3 body keep their capitals. */
function capitalised(members: JsonObject | null): JsonObject {
  return Object.fromEntries(
    Object.entries(members ?? {}).map(([name, value]) => [
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
}
