import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { ACCOUNT, HOME_REGION, arn } from '../story/names.ts';
import type { Ec2State } from '../world/ec2-state.ts';
import { byRegion } from '../world/by-region.ts';
import { newAnalyzer } from '../world/access-analyzer-state.ts';
import { newDetector } from '../world/guardduty-state.ts';
import type { World } from '../world/world.ts';
import { INTERVENTIONS, WATCHED } from './prepared-logs.ts';

const DAY = 86_400_000;
const VPC = 'vpc-0example000000001';
const DELIVERY = 'ModelInvocationLogsCloudWatchDeliveryFailure';
const CONTACT = {
  Name: 'Security on call',
  Title: 'Head of security',
  EmailAddress: 'security@example.com',
  PhoneNumber: '+1-555-0100',
  AlternateContactType: 'SECURITY',
} as const;
const FEATURES = ['AI_PROTECTION', 'S3_DATA_EVENTS', 'LAMBDA_NETWORK_LOGS', 'RUNTIME_MONITORING'] as const;

/** GuardDuty with every feature, analyzers of external access, and alarms and a contact that reach somebody. */
export function prepareWatch(world: World): void {
  const { guardduty, metrics, regions, clock, analyzers, accountId } = world;
  const createdAt = clock.now() - 300 * DAY;
  for (const [index, region] of regions.entries()) {
    const detector = newDetector(
      `${String(index).padStart(2, '0')}abc34d567e8fa901bc2d34e56789f0`,
      createdAt,
    );
    for (const name of FEATURES) detector.features.set(name, { enabled: true, updatedAt: createdAt });
    guardduty(region).detector = detector;
    const analyzer = newAnalyzer({ name: 'external-access', type: 'ACCOUNT', createdAt, region, accountId });
    analyzers(region).set('external-access', analyzer);
    const watched = [
      alarm(region, DELIVERY, 'AWS/Bedrock'),
      { ...alarm(region, 'OutputTokenCount', 'AWS/Bedrock'), Period: 3600, Threshold: 5_000_000 },
      { ...alarm(region, INTERVENTIONS, 'Example/Watch'), Threshold: 10 },
    ];
    for (const one of watched) metrics(region).alarms.set(one.AlarmName ?? '', one);
  }
  world.contacts.set('SECURITY', CONTACT);
  for (const name of WATCHED) {
    const rings = alarm(HOME_REGION, name, 'Example/Watch');
    metrics(HOME_REGION).alarms.set(rings.AlarmName ?? '', rings);
  }
}

function alarm(region: string, MetricName: string, Namespace: string): MetricAlarm {
  const AlarmName = `watch-${MetricName}`;
  return {
    AlarmName,
    AlarmArn: arn('cloudwatch', region, `alarm:${AlarmName}`),
    ActionsEnabled: true,
    AlarmActions: [arn('sns', region, 'security')],
    MetricName,
    Namespace,
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    StateValue: 'OK',
  };
}

/** Calls of models leave the network at home through an endpoint with a policy, seen by flow logs. */
export function prepareNetwork({ ec2 }: World): World['ec2'] {
  const home: Ec2State = {
    ...ec2(HOME_REGION),
    endpoints: new Map([
      [
        'vpce-0example000000001',
        {
          VpcEndpointId: 'vpce-0example000000001',
          VpcEndpointType: 'Interface',
          VpcId: VPC,
          ServiceName: `com.amazonaws.${HOME_REGION}.bedrock-runtime`,
          PolicyDocument: JSON.stringify({
            Statement: [
              {
                Effect: 'Allow',
                Principal: '*',
                Action: 'bedrock:InvokeModel*',
                Resource: '*',
                Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } },
              },
            ],
          }),
        },
      ],
    ]),
    flowLogs: new Map([
      [
        'fl-0example000000001',
        { FlowLogId: 'fl-0example000000001', FlowLogStatus: 'ACTIVE', ResourceId: VPC, TrafficType: 'ALL' },
      ],
    ]),
  };
  return byRegion((region) => (region === HOME_REGION ? home : ec2(region)));
}
