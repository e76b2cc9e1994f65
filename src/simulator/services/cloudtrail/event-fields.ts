import type { Resource } from '@aws-sdk/client-cloudtrail';
import { isObject, type JsonObject } from '../../../base/json.ts';
import type { CloudTrailRecord } from '../../story/cloudtrail-record.ts';

/** The name LookupEvents knows the caller by: of a user, or of a role's session. */
export function userNameOf({ userIdentity }: CloudTrailRecord): string | undefined {
  const named = textAt(userIdentity, 'userName');
  if (named !== undefined) return named;
  if (userIdentity['type'] === 'Root') return 'root';
  return userIdentity['type'] === 'AssumedRole' ? textAt(userIdentity, 'arn')?.split('/').at(-1) : undefined;
}

export function textAt(object: JsonObject | null, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** Members of requests and answers that name a resource, and its type. */
const NAMING: readonly (readonly [member: string, type: string])[] = [
  ['userName', 'AWS::IAM::User'],
  ['roleName', 'AWS::IAM::Role'],
  ['roleArn', 'AWS::IAM::Role'],
  ['groupName', 'AWS::IAM::Group'],
  ['policyArn', 'AWS::IAM::Policy'],
  ['accessKeyId', 'AWS::IAM::AccessKey'],
  ['bucketName', 'AWS::S3::Bucket'],
  ['functionName', 'AWS::Lambda::Function'],
  ['guardrailIdentifier', 'AWS::Bedrock::Guardrail'],
];

/** The resources LookupEvents lists: those of the record, and those its request names. */
export function resourcesOf(record: CloudTrailRecord): readonly Resource[] {
  const listed = (record.resources ?? []).flatMap((resource) => {
    const [name, type] = [resource['ARN'], resource['type']];
    return typeof name === 'string' && typeof type === 'string'
      ? [{ ResourceType: type, ResourceName: name }]
      : [];
  });
  const answers: readonly unknown[] = Object.values(record.responseElements ?? {});
  const bodies = [record.requestParameters ?? {}, ...answers].filter(isObject);
  const named = bodies.flatMap((members) =>
    NAMING.flatMap(([member, type]) => {
      const name = members[member];
      return typeof name === 'string' ? [{ ResourceType: type, ResourceName: name }] : [];
    }),
  );
  const all = new Map(
    [...listed, ...named].map((resource) => [`${resource.ResourceType}/${resource.ResourceName}`, resource]),
  );
  return [...all.values()];
}
