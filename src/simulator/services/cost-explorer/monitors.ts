import { type AnomalyMonitor, UnknownMonitorException } from '@aws-sdk/client-cost-explorer';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { type CostExplorerHandlers, dayAndTime, invalid, paged } from './handlers.ts';

/** Anomaly monitors. */
export function monitorHandlers({ anomalies, accountId, random }: World): CostExplorerHandlers {
  const { monitors } = anomalies;
  const find = (arn: string | undefined): AnomalyMonitor => {
    const known = monitors.get(arn ?? '');
    if (known === undefined) throw new UnknownMonitorException(because(`Monitor ${arn} does not exist.`));
    return known;
  };
  return {
    CreateAnomalyMonitor: ({ AnomalyMonitor }, { now }) => {
      const monitor = given(AnomalyMonitor, 'AnomalyMonitor');
      check(monitor, [...monitors.values()]);
      const MonitorArn = `arn:aws:ce::${accountId}:anomalymonitor/${random.uuid()}`;
      const CreationDate = dayAndTime(now);
      monitors.set(MonitorArn, { ...monitor, MonitorArn, CreationDate, LastUpdatedDate: CreationDate });
      return { MonitorArn };
    },
    DeleteAnomalyMonitor: ({ MonitorArn }) => {
      find(MonitorArn);
      monitors.delete(given(MonitorArn, 'MonitorArn'));
      return {};
    },
    GetAnomalyMonitors: ({ MonitorArnList, ...paging }) => {
      const asked = MonitorArnList === undefined ? [...monitors.values()] : MonitorArnList.map(find);
      const { items, next } = paged(asked, paging, `GetAnomalyMonitors ${MonitorArnList?.join(' ')}`);
      return { AnomalyMonitors: [...items], NextPageToken: next };
    },
  };
}

/** API_AnomalyMonitor; of each dimension an account has one monitor at most (quotas of Cost Anomaly Detection). */
function check(
  { MonitorType, MonitorDimension, MonitorSpecification }: AnomalyMonitor,
  others: readonly AnomalyMonitor[],
): void {
  if (MonitorType === 'CUSTOM') {
    if (MonitorSpecification === undefined) throw invalid('A custom monitor needs a MonitorSpecification.');
    return;
  }
  if (MonitorDimension === undefined) throw invalid('A dimensional monitor needs a MonitorDimension.');
  if (others.some((other) => other.MonitorDimension === MonitorDimension))
    throw invalid('Limit exceeded on dimensional spend monitor creation');
}
