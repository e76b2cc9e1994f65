import * as account from '@aws-sdk/client-account';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as rds from '@aws-sdk/client-rds';
import { each } from './each.ts';
import type { MotoClients } from './moto-account.ts';

/** Alarms, what they count, and which logs are delivered where. */
export async function watchState({
  logs: client,
  cloudwatch: alarms,
}: Pick<MotoClients, 'logs' | 'cloudwatch'>): Promise<object> {
  return {
    alarms: (await alarms.send(new cloudwatch.DescribeAlarmsCommand({}))).MetricAlarms,
    filters: (await client.send(new logs.DescribeMetricFiltersCommand({}))).metricFilters,
    sources: (await client.send(new logs.DescribeDeliverySourcesCommand({}))).deliverySources,
    destinations: (await client.send(new logs.DescribeDeliveryDestinationsCommand({}))).deliveryDestinations,
    deliveries: (await client.send(new logs.DescribeDeliveriesCommand({}))).deliveries,
  };
}

export async function detectorState(client: guardduty.GuardDutyClient): Promise<object> {
  const { DetectorIds } = await client.send(new guardduty.ListDetectorsCommand({}));
  return each(
    DetectorIds,
    (id) => id,
    (DetectorId) => client.send(new guardduty.GetDetectorCommand({ DetectorId })),
  );
}

/** The security contact, or null. */
export async function contactState(client: account.AccountClient): Promise<object> {
  const ask = new account.GetAlternateContactCommand({ AlternateContactType: 'SECURITY' });
  const answer = await client.send(ask).catch((error: unknown) => {
    if (error instanceof account.ResourceNotFoundException) return null;
    throw error;
  });
  return { contact: answer?.AlternateContact ?? null };
}

export async function databaseState(client: rds.RDSClient): Promise<object> {
  const { DBSnapshots } = await client.send(new rds.DescribeDBSnapshotsCommand({}));
  const { DBClusterSnapshots } = await client.send(new rds.DescribeDBClusterSnapshotsCommand({}));
  return {
    instances: await each(
      DBSnapshots,
      (one) => one.DBSnapshotIdentifier,
      (DBSnapshotIdentifier) =>
        client.send(new rds.DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier })),
    ),
    clusters: await each(
      DBClusterSnapshots,
      (one) => one.DBClusterSnapshotIdentifier,
      (DBClusterSnapshotIdentifier) =>
        client.send(new rds.DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier })),
    ),
  };
}
