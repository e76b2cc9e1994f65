import { ConflictException, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { groupOf, invalid, nameIn, page, type LogsHandlers } from './handlers.ts';

const NAME = /^[\w-]{1,60}$/;

/** Vended logs: what a service delivers of a resource, where to, and that it does. No service of the account writes any. */
export function deliveryHandlers({ logs, random, accountId }: World): LogsHandlers {
  const arn = (region: string, tail: string): string => `arn:aws:logs:${region}:${accountId}:${tail}`;
  return {
    PutDeliverySource: ({ resourceArn, logType, ...input }, { region }) => {
      const { deliverySources } = logs(region);
      const name = nameOf(input.name);
      const resource = given(resourceArn, 'resourceArn');
      const type = given(logType, 'logType');
      const same = (source: (typeof deliverySources)[number]): boolean =>
        source.logType === type && source.resourceArns?.[0] === resource;
      const found = deliverySources.find((source) => source.name === name);
      if (found !== undefined && same(found)) return { deliverySource: found };
      if (found !== undefined || deliverySources.some(same))
        throw conflict('This ResourceId has already been used in another Delivery Source in this account');
      const service = resource.split(':')[2] ?? '';
      const source = {
        name,
        arn: arn(region, `delivery-source:${name}`),
        resourceArns: [resource],
        service,
        logType: type,
      };
      deliverySources.push(source);
      return { deliverySource: source };
    },
    DescribeDeliverySources: (input, { region }) => {
      const { items, next } = page(logs(region).deliverySources, `DescribeDeliverySources ${region}`, input);
      return { deliverySources: [...items], nextToken: next };
    },
    DeleteDeliverySource: ({ name }, { region }) => {
      const { deliverySources, deliveries } = logs(region);
      if (deliveries.some((delivery) => delivery.deliverySourceName === name))
        throw conflict('Cannot delete a delivery source that is in use by a delivery');
      take(deliverySources, (source) => source.name === given(name, 'name'));
      return {};
    },
    PutDeliveryDestination: (input, { region }) => {
      const state = logs(region);
      const name = nameOf(input.name);
      const target = given(
        input.deliveryDestinationConfiguration?.destinationResourceArn,
        'destinationResourceArn',
      );
      if (!target.includes(':log-group:'))
        throw invalid('Only log groups are part of the simulated account.');
      groupOf(state, nameIn(target));
      const destination = {
        name,
        arn: arn(region, `delivery-destination:${name}`),
        deliveryDestinationType: 'CWL' as const,
        outputFormat: input.outputFormat ?? 'json',
        deliveryDestinationConfiguration: { destinationResourceArn: target },
      };
      const at = state.deliveryDestinations.findIndex((own) => own.name === name);
      state.deliveryDestinations.splice(at === -1 ? state.deliveryDestinations.length : at, 1, destination);
      return { deliveryDestination: destination };
    },
    DescribeDeliveryDestinations: (input, { region }) => {
      const all = logs(region).deliveryDestinations;
      const { items, next } = page(all, `DescribeDeliveryDestinations ${region}`, input);
      return { deliveryDestinations: [...items], nextToken: next };
    },
    DeleteDeliveryDestination: ({ name }, { region }) => {
      const { deliveryDestinations, deliveries } = logs(region);
      const own = arn(region, `delivery-destination:${given(name, 'name')}`);
      if (deliveries.some(({ deliveryDestinationArn }) => deliveryDestinationArn === own))
        throw conflict('Cannot delete a delivery destination that is in use by a delivery');
      take(deliveryDestinations, (destination) => destination.name === name);
      return {};
    },
    CreateDelivery: ({ deliverySourceName, deliveryDestinationArn }, { region }) => {
      const { deliverySources, deliveryDestinations, deliveries } = logs(region);
      if (!deliverySources.some(({ name }) => name === given(deliverySourceName, 'deliverySourceName')))
        throw missing('The delivery source');
      const to = deliveryDestinations.find(
        (destination) => destination.arn === given(deliveryDestinationArn, 'deliveryDestinationArn'),
      );
      if (to === undefined) throw missing('The delivery destination');
      const already = deliveries.some(
        (one) =>
          one.deliverySourceName === deliverySourceName &&
          one.deliveryDestinationArn === deliveryDestinationArn,
      );
      if (already) throw conflict('Delivery already exists');
      const id = random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 16);
      const delivery = {
        id,
        arn: arn(region, `delivery:${id}`),
        deliverySourceName,
        deliveryDestinationArn,
        deliveryDestinationType: to.deliveryDestinationType,
      };
      deliveries.push(delivery);
      return { delivery };
    },
    DescribeDeliveries: (input, { region }) => {
      const { items, next } = page(logs(region).deliveries, `DescribeDeliveries ${region}`, input);
      return { deliveries: [...items], nextToken: next };
    },
    DeleteDelivery: ({ id }, { region }) => {
      take(logs(region).deliveries, (delivery) => delivery.id === given(id, 'id'));
      return {};
    },
  };
}

function nameOf(name: string | undefined): string {
  const own = given(name, 'name');
  if (!NAME.test(own)) throw invalid(`Value '${own}' at 'name' failed to satisfy constraint.`);
  return own;
}

function take<T>(list: T[], isIt: (item: T) => boolean): void {
  const at = list.findIndex(isIt);
  if (at === -1) throw missing('The requested resource');
  list.splice(at, 1);
}

function missing(what: string): ResourceNotFoundException {
  return new ResourceNotFoundException(because(`${what} does not exist.`));
}

function conflict(message: string): ConflictException {
  return new ConflictException(because(message));
}
