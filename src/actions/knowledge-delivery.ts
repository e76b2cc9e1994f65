import type { JsonObject } from '../base/json.ts';
import { type PlannedCall, REVERSIBLE } from '../model/plan.ts';
import type { ActionContext } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';
import { readLogGroup } from './log-groups.ts';
import { allItems, NEXT_TOKEN_PAGES } from './pages.ts';
import type { Setting } from './settings.ts';

/** Which knowledge base's application logs go where. */
export interface WantedDelivery {
  readonly knowledgeBase: string;
  readonly logGroup: string;
  readonly region?: string;
}

/** How they are delivered now. */
export interface DeliveryState {
  /** The knowledge base's ARN; null = there is none. */
  readonly arn: string | null;
  readonly groupExists: boolean;
  /** The source of its application logs, by name; null = there is none. */
  readonly source: string | null;
  /** What the destination of our name writes to; null = there is none. */
  readonly destination: string | null;
  /** The delivery from that source to that destination, by its id. */
  readonly delivery: string | null;
  /** While undoing: the id of the delivery that was made. */
  readonly deliveryNow?: string | null;
  /** The source is delivered to another destination already. */
  readonly elsewhere: boolean;
}

const LOGS = 'cloudwatch-logs';
const TYPE = 'APPLICATION_LOGS';

export async function readDelivery(
  { knowledgeBase, logGroup, region: named }: WantedDelivery,
  reader: CloudReader,
  context: ActionContext,
): Promise<DeliveryState> {
  const region = named ?? context.region;
  const list = (operation: string, items: string): Promise<readonly JsonObject[]> =>
    allItems({ service: LOGS, operation, region, input: {} }, { items, ...NEXT_TOKEN_PAGES }, reader);
  const answer = await reader.read({
    service: 'bedrock-agent',
    operation: 'GetKnowledgeBase',
    region,
    input: { knowledgeBaseId: knowledgeBase },
    absent: ['ResourceNotFoundException'],
  });
  const arn = textOf(objectOf(answer, 'knowledgeBase'), 'knowledgeBaseArn');
  const sources = await list('DescribeDeliverySources', 'deliverySources');
  const source = sources.find((one) => textOf(one, 'logType') === TYPE && isAbout(one, arn));
  const destinations = await list('DescribeDeliveryDestinations', 'deliveryDestinations');
  const destination = destinations.find((one) => textOf(one, 'name') === nameOf(knowledgeBase));
  const name = source === undefined ? null : textOf(source, 'name');
  const deliveries = (await list('DescribeDeliveries', 'deliveries')).filter(
    (one) => name !== null && textOf(one, 'deliverySourceName') === name,
  );
  const ours = destinationArn(knowledgeBase, region, context);
  const delivery = deliveries.find((one) => textOf(one, 'deliveryDestinationArn') === ours);
  return {
    arn,
    groupExists: (await readLogGroup({ logGroup, region }, reader)) !== null,
    source: name,
    destination: textOf(
      objectOf(destination ?? null, 'deliveryDestinationConfiguration'),
      'destinationResourceArn',
    ),
    delivery: textOf(delivery ?? null, 'id'),
    elsewhere: deliveries.some((one) => textOf(one, 'deliveryDestinationArn') !== ours),
  };
}

function isAbout({ resourceArns }: JsonObject, arn: string | null): boolean {
  return arn !== null && Array.isArray(resourceArns) && resourceArns.includes(arn);
}

/** Source and destination of one knowledge base go by one name of ours. */
function nameOf(knowledgeBase: string): string {
  return `heptad-knowledge-${knowledgeBase}`;
}

function destinationArn(knowledgeBase: string, region: string, { account }: ActionContext): string {
  return `arn:aws:logs:${region}:${account}:delivery-destination:${nameOf(knowledgeBase)}`;
}

/** What has them delivered, in the order it is done: a source, its destination, the delivery between them. */
export function deliverySettings(
  params: WantedDelivery,
  observed: DeliveryState,
  context: ActionContext,
): readonly Setting[] {
  if (observed.arn === null) return [];
  const own = [sourceSetting(params, observed, context)];
  if (observed.elsewhere) return own;
  return [...own, destinationSetting(params, observed, context), deliverySetting(params, observed, context)];
}

function sourceSetting(
  { knowledgeBase, region }: WantedDelivery,
  observed: DeliveryState,
  context: ActionContext,
): Setting {
  const name = nameOf(knowledgeBase);
  const call = callIn(region ?? context.region);
  return {
    name: `source of the application logs of ${knowledgeBase}`,
    is: observed.source !== null,
    wanted: true,
    set: (to) => [
      to === true
        ? call('PutDeliverySource', {
            input: { name, resourceArn: observed.arn, logType: TYPE },
            purpose: 'offer its application logs',
          })
        : call('DeleteDeliverySource', { input: { name }, purpose: 'offer no application logs, as before' }),
    ],
  };
}

function destinationSetting(
  { knowledgeBase, logGroup, region: named }: WantedDelivery,
  { destination }: DeliveryState,
  context: ActionContext,
): Setting {
  const name = nameOf(knowledgeBase);
  const region = named ?? context.region;
  const call = callIn(region);
  return {
    name: `delivery destination ${name}`,
    is: destination,
    wanted: `arn:aws:logs:${region}:${context.account}:log-group:${logGroup}`,
    set: (to) => [
      to === null
        ? call('DeleteDeliveryDestination', { input: { name }, purpose: 'take the destination away' })
        : call('PutDeliveryDestination', {
            input: {
              name,
              outputFormat: 'json',
              deliveryDestinationConfiguration: { destinationResourceArn: to },
            },
            purpose: 'name the log group as a destination',
          }),
    ],
  };
}

function deliverySetting(
  { knowledgeBase, region: named }: WantedDelivery,
  { source, delivery, deliveryNow }: DeliveryState,
  context: ActionContext,
): Setting {
  const region = named ?? context.region;
  const call = callIn(region);
  return {
    name: `delivery of the application logs of ${knowledgeBase}`,
    is: delivery !== null,
    wanted: true,
    set: (to) => [
      to === true
        ? call('CreateDelivery', {
            input: {
              deliverySourceName: source ?? nameOf(knowledgeBase),
              deliveryDestinationArn: destinationArn(knowledgeBase, region, context),
            },
            purpose: 'deliver them there',
          })
        : call('DeleteDelivery', {
            input: { id: delivery ?? deliveryNow ?? null },
            purpose: 'deliver them no more, as before',
          }),
    ],
  };
}

function callIn(region: string) {
  return (
    operation: string,
    { input, purpose }: { readonly input: JsonObject; readonly purpose: string },
  ): PlannedCall => ({ service: LOGS, operation, region, input, purpose, reversibility: REVERSIBLE });
}
