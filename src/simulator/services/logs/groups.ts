import {
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  type LogGroup as Shown,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../../world/given.ts';
import { expire } from '../../world/log-events.ts';
import { newLogGroup, type LogGroup } from '../../world/logs-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { groupOf, invalid, nameIn, page, type LogsHandlers } from './handlers.ts';

const NAME = /^[\w./#-]{1,512}$/;
/** The only numbers of days that CloudWatch Logs takes. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Log groups and what is set on them. */
export function groupHandlers({ logs, accountId }: World): LogsHandlers {
  return {
    CreateLogGroup: (input, { region, now }) => {
      const { groups } = logs(region);
      const name = given(input.logGroupName, 'logGroupName');
      if (!NAME.test(name)) throw invalid(`Value '${name}' at 'logGroupName' failed to satisfy constraint.`);
      if (groups.has(name))
        throw new ResourceAlreadyExistsException(because('The specified log group already exists'));
      groups.set(name, {
        ...newLogGroup({ name, region, accountId, createdAt: now }),
        class: input.logGroupClass ?? 'STANDARD',
        kmsKeyId: input.kmsKeyId,
        deletionProtection: input.deletionProtectionEnabled ?? false,
      });
      return {};
    },
    DeleteLogGroup: ({ logGroupName }, { region }) => {
      const state = logs(region);
      const group = groupOf(state, logGroupName);
      if (group.deletionProtection)
        throw new WireError(
          'ValidationException',
          `Log group ${group.name} can not be deleted because deletion protection is enabled. Disable it with PutLogGroupDeletionProtection and try again.`,
        );
      state.groups.delete(group.name);
      return {};
    },
    DescribeLogGroups: (input, { region, now }) => {
      const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupIdentifiers: ids } = input;
      if (prefix !== undefined && pattern !== undefined)
        throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
      const wanted = [...logs(region).groups.values()]
        .filter(({ name }) => name.startsWith(prefix ?? ''))
        .filter(({ name }) => name.toLowerCase().includes((pattern ?? '').toLowerCase()))
        .filter(({ name }) => ids === undefined || ids.map(nameIn).includes(name))
        .filter((group) => input.logGroupClass === undefined || group.class === input.logGroupClass)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const { items, next } = page(
        wanted,
        `DescribeLogGroups ${region} ${prefix} ${pattern} ${String(ids)}`,
        input,
      );
      return { logGroups: items.map((group) => shown(group, now)), nextToken: next };
    },
    PutRetentionPolicy: ({ logGroupName, retentionInDays }, { region, now }) => {
      const group = groupOf(logs(region), logGroupName);
      const days = given(retentionInDays, 'retentionInDays');
      if (!RETENTIONS.includes(days))
        throw invalid(
          `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`,
        );
      expire(group, now);
      group.retentionInDays = days;
      return {};
    },
    DeleteRetentionPolicy: ({ logGroupName }, { region, now }) => {
      const group = groupOf(logs(region), logGroupName);
      expire(group, now);
      group.retentionInDays = undefined;
      return {};
    },
    PutLogGroupDeletionProtection: ({ logGroupIdentifier, deletionProtectionEnabled }, { region }) => {
      groupOf(logs(region), logGroupIdentifier).deletionProtection = given(
        deletionProtectionEnabled,
        'deletionProtectionEnabled',
      );
      return {};
    },
    AssociateKmsKey: ({ logGroupName, resourceIdentifier, kmsKeyId }, { region }) => {
      groupOf(logs(region), logGroupName ?? resourceIdentifier).kmsKeyId = usableKey(kmsKeyId);
      return {};
    },
    DisassociateKmsKey: ({ logGroupName, resourceIdentifier }, { region }) => {
      groupOf(logs(region), logGroupName ?? resourceIdentifier).kmsKeyId = undefined;
      return {};
    },
    PutDataProtectionPolicy: ({ logGroupIdentifier, policyDocument }, { region, now }) => {
      const group = groupOf(logs(region), logGroupIdentifier);
      const document = given(policyDocument, 'policyDocument');
      if (!isJson(document)) throw invalid('The policy document is not valid JSON.');
      group.dataProtection = { document, updatedAt: now };
      return { logGroupIdentifier, policyDocument: document, lastUpdatedTime: now };
    },
    GetDataProtectionPolicy: ({ logGroupIdentifier }, { region }) => {
      const { dataProtection } = groupOf(logs(region), logGroupIdentifier);
      if (dataProtection === undefined) return { logGroupIdentifier };
      const { document, updatedAt } = dataProtection;
      return { logGroupIdentifier, policyDocument: document, lastUpdatedTime: updatedAt };
    },
    DeleteDataProtectionPolicy: ({ logGroupIdentifier }, { region }) => {
      const group = groupOf(logs(region), logGroupIdentifier);
      if (group.dataProtection === undefined)
        throw new ResourceNotFoundException(because('The data protection policy does not exist.'));
      group.dataProtection = undefined;
      return {};
    },
  };
}

/** A key is named by its ARN, not by an alias. */
function usableKey(kmsKeyId: string | undefined): string {
  const key = given(kmsKeyId, 'kmsKeyId');
  if (!/^arn:aws:kms:[^:]+:\d{12}:key\/.+$/.test(key)) throw invalid('The specified KMS key ARN is invalid.');
  return key;
}

function shown(group: LogGroup, now: number): Shown {
  expire(group, now);
  const { name, arn, createdAt, retentionInDays, kmsKeyId, metricFilters, deletionProtection } = group;
  const events = [...group.streams.values()]
    .flatMap((stream) => stream.events)
    .filter(({ ingestedAt }) => ingestedAt <= now);
  return {
    logGroupName: name,
    arn: `${arn}:*`,
    logGroupArn: arn,
    creationTime: createdAt,
    logGroupClass: group.class,
    metricFilterCount: metricFilters.size,
    storedBytes: events.reduce((sum, { message }) => sum + message.length, 0),
    deletionProtectionEnabled: deletionProtection,
    ...(retentionInDays === undefined ? {} : { retentionInDays }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
    ...(group.dataProtection === undefined ? {} : { dataProtectionStatus: 'ACTIVATED' }),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
