import { refusal } from './incident-access.ts';
import { FOREIGN_ACCOUNT, HOME_REGION, WORKLOAD, arn, resourceId } from './names.ts';
import type { Stage } from './stage.ts';

/** Element 2: computing power is wanted, the application's function is altered, the trail is attacked in vain. */
export function playInfrastructure(stage: Stage): void {
  wantComputingPower(stage);
  alterFunction(stage);
  attackLogs(stage);
}

function wantComputingPower(stage: Stage): void {
  const { adminSession, leakedKey } = stage.intruder;
  stage.call({
    at: 13,
    by: adminSession,
    region: 'us-west-2',
    signals: ['I11'],
    service: 'servicequotas',
    name: 'RequestServiceQuotaIncrease',
    request: { serviceCode: 'ec2', quotaCode: 'L-417A185B', desiredValue: 768 },
  });
  for (const [index, region] of ['us-west-2', 'ap-southeast-2'].entries()) {
    stage.call({
      at: 14 + index,
      by: index === 0 ? adminSession : leakedKey,
      region,
      signals: ['I1'],
      service: 'ec2',
      name: 'RunInstances',
      request: {
        instancesSet: { items: [{ imageId: resourceId(stage.random, 'ami'), minCount: 4, maxCount: 4 }] },
        instanceType: 'p4d.24xlarge',
      },
      error: refusal((index === 0 ? adminSession : leakedKey).identity, 'ec2:RunInstances'),
    });
  }
  stage.call({
    at: 72,
    by: stage.intruder.console,
    signals: ['I9'],
    service: 'ec2',
    name: 'AuthorizeSecurityGroupIngress',
    request: {
      groupId: resourceId(stage.random, 'sg'),
      ipPermissions: {
        items: [
          { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
        ],
      },
    },
    response: { _return: true },
  });
}

function alterFunction(stage: Stage): void {
  const { adminSession } = stage.intruder;
  const functionName = WORKLOAD.function;
  stage.call({
    at: 48.5,
    by: adminSession,
    signals: ['I4'],
    service: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    request: { functionName, publish: false, dryRun: false },
    response: {
      functionName,
      functionArn: arn('lambda', HOME_REGION, `function:${functionName}`),
      timeout: 30,
    },
  });
  stage.call({
    at: 49,
    by: adminSession,
    signals: ['I4'],
    service: 'lambda',
    name: 'UpdateFunctionConfiguration20150331v2',
    request: { functionName, timeout: 900, environment: {} },
    response: {
      functionName,
      functionArn: arn('lambda', HOME_REGION, `function:${functionName}`),
      timeout: 900,
    },
  });
  stage.call({
    at: 57,
    by: adminSession,
    signals: ['I4'],
    service: 'lambda',
    name: 'CreateFunctionUrlConfig',
    request: { functionName: WORKLOAD.actionFunction, authType: 'NONE' },
    response: { authType: 'NONE', functionUrl: 'https://fnexample.lambda-url.us-east-1.on.aws/' },
  });
  stage.call({
    at: 57.2,
    by: adminSession,
    signals: ['I4'],
    service: 'lambda',
    name: 'AddPermission20150331v2',
    request: {
      functionName: WORKLOAD.actionFunction,
      statementId: 'public',
      action: 'lambda:InvokeFunctionUrl',
      principal: '*',
      functionUrlAuthType: 'NONE',
    },
  });
}

function attackLogs(stage: Stage): void {
  const { adminSession } = stage.intruder;
  stage.call({
    at: 62,
    by: adminSession,
    signals: ['I6', 'A6'],
    service: 'cloudtrail',
    name: 'StopLogging',
    request: { name: arn('cloudtrail', HOME_REGION, 'trail/organization') },
    error: refusal(adminSession.identity, 'cloudtrail:StopLogging'),
  });
  stage.call({
    at: 64,
    by: adminSession,
    signals: ['I8'],
    service: 'logs',
    name: 'PutRetentionPolicy',
    request: { logGroupName: WORKLOAD.invocationLogGroup, retentionInDays: 1 },
  });
  stage.call({
    at: 76,
    by: adminSession,
    signals: ['I5', 'P7'],
    service: 'rds',
    name: 'ModifyDBSnapshotAttribute',
    request: {
      dBSnapshotIdentifier: 'orders-primary-2026-01-14',
      attributeName: 'restore',
      valuesToAdd: [FOREIGN_ACCOUNT],
    },
    response: { dBSnapshotIdentifier: 'orders-primary-2026-01-14' },
  });
}
