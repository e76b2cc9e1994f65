import { LimitExceededException, ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { checkDimensions, checkExpressions, checkPattern } from './filter-limits.ts';
import { filterPattern } from './filter-pattern.ts';
import { groupOf, invalid, page, type LogsHandlers } from './handlers.ts';

const MOST_SUBSCRIPTIONS = 2;
const MOST_METRIC_FILTERS = 100;

/** Subscription and metric filters; a Put replaces the filter of that name. */
export function filterHandlers({ logs }: World): LogsHandlers {
  return {
    PutSubscriptionFilter: (input, { region, now }) => {
      const group = groupOf(logs(region), input.logGroupName);
      const { name, subscriptionFilters: filters } = group;
      const filterName = given(input.filterName, 'filterName');
      checkPattern(input.filterPattern);
      filterPattern(input.filterPattern);
      if (!filters.has(filterName) && filters.size >= MOST_SUBSCRIPTIONS)
        throw new LimitExceededException(because('Resource limit exceeded.'));
      checkExpressions(group, filterName, input.filterPattern);
      const destinationArn = given(input.destinationArn, 'destinationArn');
      if (!/^arn:aws:(lambda|kinesis|firehose|logs):/.test(destinationArn))
        throw invalid('destinationArn for vendor is not supported.');
      if (/:(kinesis|firehose):/.test(destinationArn) && input.roleArn === undefined)
        throw invalid(`roleArn is required for destination ${destinationArn}`);
      filters.set(filterName, {
        filterName,
        logGroupName: name,
        filterPattern: input.filterPattern,
        destinationArn,
        roleArn: input.roleArn,
        distribution: input.distribution ?? 'ByLogStream',
        creationTime: now,
      });
      return {};
    },
    DescribeSubscriptionFilters: (input, { region }) => {
      const { arn, subscriptionFilters } = groupOf(logs(region), input.logGroupName);
      const prefix = input.filterNamePrefix ?? '';
      const wanted = [...subscriptionFilters].filter(([name]) => name.startsWith(prefix));
      const { items, next } = page(wanted, `DescribeSubscriptionFilters ${arn} ${prefix}`, input);
      return { subscriptionFilters: items.map(([, filter]) => filter), nextToken: next };
    },
    DeleteSubscriptionFilter: ({ logGroupName, filterName }, { region }) => {
      remove(groupOf(logs(region), logGroupName).subscriptionFilters, filterName);
      return {};
    },
    PutMetricFilter: (input, { region, now }) => {
      const group = groupOf(logs(region), input.logGroupName);
      const { name, metricFilters } = group;
      const filterName = given(input.filterName, 'filterName');
      checkPattern(input.filterPattern);
      filterPattern(input.filterPattern);
      const transformations = given(input.metricTransformations, 'metricTransformations');
      if (transformations.length !== 1)
        throw invalid('1 validation error detected: metricTransformations must have length equal to 1');
      for (const transformation of transformations) checkDimensions(input.filterPattern, transformation);
      if (!metricFilters.has(filterName) && metricFilters.size >= MOST_METRIC_FILTERS)
        throw new LimitExceededException(because('Resource limit exceeded.'));
      checkExpressions(group, filterName, input.filterPattern);
      metricFilters.set(filterName, {
        filterName,
        logGroupName: name,
        filterPattern: input.filterPattern,
        metricTransformations: transformations,
        creationTime: now,
      });
      return {};
    },
    DescribeMetricFilters: (input, { region }) => {
      const state = logs(region);
      const { logGroupName, filterNamePrefix: prefix = '', metricName, metricNamespace } = input;
      const groups = logGroupName === undefined ? [...state.groups.values()] : [groupOf(state, logGroupName)];
      const wanted = groups
        .flatMap(({ metricFilters }) => [...metricFilters.values()])
        .filter(({ filterName }) => filterName?.startsWith(prefix) === true)
        .filter(({ metricTransformations = [] }) =>
          metricTransformations.some(
            (own) =>
              (metricName === undefined || own.metricName === metricName) &&
              (metricNamespace === undefined || own.metricNamespace === metricNamespace),
          ),
        );
      const question = `DescribeMetricFilters ${region} ${logGroupName} ${prefix} ${metricName} ${metricNamespace}`;
      const { items, next } = page(wanted, question, input);
      return { metricFilters: [...items], nextToken: next };
    },
    DeleteMetricFilter: ({ logGroupName, filterName }, { region }) => {
      remove(groupOf(logs(region), logGroupName).metricFilters, filterName);
      return {};
    },
    DescribeAccountPolicies: (input, { region }) => {
      const { policyType, policyName } = input;
      const wanted = logs(region)
        .accountPolicies.filter((policy) => policy.policyType === policyType)
        .filter((policy) => policyName === undefined || policy.policyName === policyName);
      const { items, next } = page(wanted, `DescribeAccountPolicies ${region} ${policyType}`, input);
      return { accountPolicies: [...items], nextToken: next };
    },
  };
}

function remove(filters: Map<string, unknown>, name: string | undefined): void {
  if (!filters.delete(given(name, 'filterName')))
    throw new ResourceNotFoundException(because('The specified filter does not exist.'));
}
