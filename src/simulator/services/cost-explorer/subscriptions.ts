import {
  type AnomalySubscription,
  UnknownMonitorException,
  UnknownSubscriptionException,
} from '@aws-sdk/client-cost-explorer';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { type CostExplorerHandlers, invalid, paged } from './handlers.ts';

/** Who is told of what anomaly monitors find. */
export function subscriptionHandlers({ anomalies, accountId, random }: World): CostExplorerHandlers {
  const { monitors, subscriptions } = anomalies;
  const find = (arn: string | undefined): AnomalySubscription => {
    const known = subscriptions.get(arn ?? '');
    if (known === undefined)
      throw new UnknownSubscriptionException(because(`Subscription ${arn} does not exist.`));
    return known;
  };
  return {
    CreateAnomalySubscription: ({ AnomalySubscription }) => {
      const subscription = given(AnomalySubscription, 'AnomalySubscription');
      check(subscription);
      const absent = subscription.MonitorArnList?.find((arn) => !monitors.has(arn));
      if (absent !== undefined)
        throw new UnknownMonitorException(because(`Monitor ${absent} does not exist.`));
      const SubscriptionArn = `arn:aws:ce::${accountId}:anomalysubscription/${random.uuid()}`;
      subscriptions.set(SubscriptionArn, { ...subscription, SubscriptionArn, AccountId: accountId });
      return { SubscriptionArn };
    },
    DeleteAnomalySubscription: ({ SubscriptionArn }) => {
      find(SubscriptionArn);
      subscriptions.delete(given(SubscriptionArn, 'SubscriptionArn'));
      return {};
    },
    GetAnomalySubscriptions: ({ SubscriptionArnList, MonitorArn, ...paging }) => {
      const asked =
        SubscriptionArnList === undefined ? [...subscriptions.values()] : SubscriptionArnList.map(find);
      const fitting = asked.filter(
        ({ MonitorArnList = [] }) => MonitorArn === undefined || MonitorArnList.includes(MonitorArn),
      );
      const question = `GetAnomalySubscriptions ${SubscriptionArnList?.join(' ')} ${MonitorArn}`;
      const { items, next } = paged(fitting, paging, question);
      return { AnomalySubscriptions: [...items], NextPageToken: next };
    },
  };
}

/** API_AnomalySubscription: topics are told at once, and mail is sent once a day or a week. */
function check({ Frequency, Subscribers = [], Threshold, ThresholdExpression }: AnomalySubscription): void {
  if ((Threshold === undefined) === (ThresholdExpression === undefined))
    throw invalid('Give one of Threshold and ThresholdExpression.');
  const wanted = Frequency === 'IMMEDIATE' ? 'SNS' : 'EMAIL';
  if (Subscribers.some(({ Type }) => Type !== wanted))
    throw invalid(`The frequency ${Frequency} goes with subscribers of the type ${wanted} only.`);
}
