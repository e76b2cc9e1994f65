import type { Access, Call } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import type { Input } from '../../wire/input.ts';
import { nameIn } from './handlers.ts';

/** Operations that are about no log group. */
const ABOUT_NO_GROUP =
  /^(GetQueryResults|StopQuery|DescribeExportTasks|DescribeAccountPolicies|DescribeDeliverySources|DescribeDeliveryDestinations|DescribeDeliveries)$/;

/** Which permissions an operation of CloudWatch Logs needs, on which group and stream. */
export function logsAccess(
  { accountId }: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  { region }: Call,
): readonly Access[] {
  const action = `logs:${operation}`;
  if (ABOUT_NO_GROUP.test(operation)) return [{ action, resource: '*' }];
  if (/Delivery/.test(operation))
    return deliveryAccess(`arn:aws:logs:${region}:${accountId}:`, operation, input);
  const stream = textOf(input['logStreamName']) ?? '';
  // As refusals show it: policies have to name the group with `:*` behind it.
  const resource = (group: string): string =>
    `arn:aws:logs:${region}:${accountId}:log-group:${nameIn(group)}:log-stream:${stream}`;
  const named = ['logGroupName', 'logGroupIdentifier', 'resourceIdentifier'].map((name) => input[name]);
  const listed = ['logGroupNames', 'logGroupIdentifiers'].flatMap((name) => input[name] ?? []);
  const groups = [...named, ...listed].flatMap((name) => textOf(name) ?? []);
  const own = (groups.length === 0 ? [''] : groups).map((group) => ({ action, resource: resource(group) }));
  const role = textOf(input['roleArn']);
  return [
    ...own,
    ...(input['unmask'] === true ? own.map((one) => ({ ...one, action: 'logs:Unmask' })) : []),
    ...(input['tags'] === undefined ? [] : own.map((one) => ({ ...one, action: 'logs:TagResource' }))),
    ...(role === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: role,
            context: new Map([['iam:passedtoservice', ['logs.amazonaws.com']]]),
          },
        ]),
  ];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Vended logs: the delivery, its source and its destination; who has logs of a resource delivered may have that done. */
function deliveryAccess(own: string, operation: string, input: Input): readonly Access[] {
  const action = `logs:${operation}`;
  const name = textOf(input['name']) ?? '';
  switch (operation) {
    case 'PutDeliverySource':
      return [
        { action, resource: `${own}delivery-source:${name}` },
        { action: 'bedrock:AllowVendedLogDeliveryForResource', resource: textOf(input['resourceArn']) ?? '' },
      ];
    case 'DeleteDeliverySource':
      return [{ action, resource: `${own}delivery-source:${name}` }];
    case 'CreateDelivery':
      return [
        { action, resource: `${own}delivery-source:${textOf(input['deliverySourceName']) ?? ''}` },
        { action, resource: textOf(input['deliveryDestinationArn']) ?? '' },
        { action, resource: `${own}delivery:*` },
        { action: 'logs:PutResourcePolicy', resource: '*' },
      ];
    case 'DeleteDelivery':
      return [{ action, resource: `${own}delivery:${textOf(input['id']) ?? ''}` }];
    default:
      return [{ action, resource: `${own}delivery-destination:${name}` }];
  }
}
