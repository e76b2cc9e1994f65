import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  DataResource,
  EventSelector,
} from '@aws-sdk/client-cloudtrail';
import { textField } from '../story/field.ts';
import type { CloudTrailRecord } from '../story/cloudtrail-record.ts';
import type { Selectors } from '../world/trail-state.ts';

/** Whether selectors ask for an event. */
export function selects(selectors: Selectors, record: CloudTrailRecord): boolean {
  return selectors.kind === 'basic'
    ? selectors.selectors.some((selector) => basicSelects(selector, record))
    : selectors.selectors.some((selector) => advancedSelects(selector, record));
}

function basicSelects(selector: EventSelector, record: CloudTrailRecord): boolean {
  const { ReadWriteType = 'All' } = selector;
  if (ReadWriteType !== 'All' && (ReadWriteType === 'ReadOnly') !== record.readOnly) return false;
  if (record.managementEvent) {
    const excluded = selector.ExcludeManagementEventSources ?? [];
    return selector.IncludeManagementEvents !== false && !excluded.includes(record.eventSource);
  }
  const targets = targetsOf(record);
  return (selector.DataResources ?? []).some((wanted) => targets.some((target) => covers(wanted, target)));
}

/** `arn:aws:s3` stands for every bucket, `arn:aws:s3:::bucket/prefix` for what begins so; `arn:aws:lambda` for every function. */
function covers({ Type, Values = [] }: DataResource, { type, arn }: Target): boolean {
  if (type !== Type) return false;
  return Values.some((value) => {
    const whole = value.split(':').length < 6 && !value.includes('/');
    return whole || type === 'AWS::S3::Object' ? arn.startsWith(value) : arn === value;
  });
}

function advancedSelects({ FieldSelectors = [] }: AdvancedEventSelector, record: CloudTrailRecord): boolean {
  const aboutResource = FieldSelectors.filter(({ Field }) => Field?.startsWith('resources.'));
  const others = FieldSelectors.filter((selector) => !aboutResource.includes(selector));
  if (!others.every((selector) => fieldMatches(selector, fieldOf(record, selector.Field ?? ''))))
    return false;
  if (aboutResource.length === 0) return true;
  return targetsOf(record).some(({ type, arn }) =>
    aboutResource.every((selector) =>
      fieldMatches(selector, selector.Field === 'resources.type' ? type : arn),
    ),
  );
}

/** The operators that select are alternatives; those that deselect must all hold; and so must both groups. */
function fieldMatches(selector: AdvancedFieldSelector, value: string): boolean {
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = selector;
  const asked = [Equals, StartsWith, EndsWith].some((values) => (values?.length ?? 0) > 0);
  const selected =
    Equals?.includes(value) === true ||
    StartsWith?.some((start) => value.startsWith(start)) === true ||
    EndsWith?.some((end) => value.endsWith(end)) === true;
  const deselected =
    NotEquals?.includes(value) === true ||
    NotStartsWith?.some((start) => value.startsWith(start)) === true ||
    NotEndsWith?.some((end) => value.endsWith(end)) === true;
  return (selected || !asked) && !deselected;
}

function fieldOf(record: CloudTrailRecord, field: string): string {
  switch (field) {
    case 'eventCategory':
      return record.eventCategory;
    case 'readOnly':
      return String(record.readOnly);
    case 'eventName':
      return record.eventName;
    case 'eventSource':
      return record.eventSource;
    case 'eventType':
      return record.eventType;
    case 'errorCode':
      return record.errorCode ?? '';
    case 'sessionCredentialFromConsole':
      return record.sessionCredentialFromConsole ?? 'false';
    case 'userIdentity.arn': {
      const arn = record.userIdentity['arn'];
      return typeof arn === 'string' ? arn : '';
    }
    default:
      // The simulated account has no VPC endpoints.
      return '';
  }
}

interface Target {
  readonly type: string;
  readonly arn: string;
}

/** What an event is about. A call about a bucket's list is about its objects. */
function targetsOf({ resources = [], eventSource }: CloudTrailRecord): readonly Target[] {
  const named = resources.flatMap((resource) =>
    typeof resource['type'] === 'string' && typeof resource['ARN'] === 'string'
      ? [{ type: resource['type'], arn: textField(resource, 'ARN') }]
      : [],
  );
  const listed = eventSource === 's3.amazonaws.com' && !named.some(({ type }) => type === 'AWS::S3::Object');
  return listed
    ? [...named, ...named.map(({ arn }) => ({ type: 'AWS::S3::Object', arn: `${arn}/` }))]
    : named;
}
