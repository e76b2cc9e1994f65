import * as accessAnalyzer from '@aws-sdk/client-accessanalyzer';
import * as account from '@aws-sdk/client-account';
import * as bedrock from '@aws-sdk/client-bedrock';
import * as bedrockAgent from '@aws-sdk/client-bedrock-agent';
import * as bedrockAgentRuntime from '@aws-sdk/client-bedrock-agent-runtime';
import * as agentCore from '@aws-sdk/client-bedrock-agentcore';
import * as agentCoreControl from '@aws-sdk/client-bedrock-agentcore-control';
import * as bedrockRuntime from '@aws-sdk/client-bedrock-runtime';
import * as budgets from '@aws-sdk/client-budgets';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as config from '@aws-sdk/client-config-service';
import * as costExplorer from '@aws-sdk/client-cost-explorer';
import * as ec2 from '@aws-sdk/client-ec2';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as guardduty from '@aws-sdk/client-guardduty';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as organizations from '@aws-sdk/client-organizations';
import * as qbusiness from '@aws-sdk/client-qbusiness';
import * as rds from '@aws-sdk/client-rds';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as ses from '@aws-sdk/client-ses';
import * as sesv2 from '@aws-sdk/client-sesv2';
import * as sts from '@aws-sdk/client-sts';
import {
  serviceModel,
  type ClientConstructor,
  type ServiceModel,
} from '../../src/simulator/wire/service-model.ts';

/** Every client of the SDK that is used, with its module. */
export const SERVICES: readonly (readonly [name: string, module: object, Client: unknown])[] = [
  ['accessanalyzer', accessAnalyzer, accessAnalyzer.AccessAnalyzerClient],
  ['account', account, account.AccountClient],
  ['bedrock', bedrock, bedrock.BedrockClient],
  ['bedrock-agent', bedrockAgent, bedrockAgent.BedrockAgentClient],
  ['bedrock-agent-runtime', bedrockAgentRuntime, bedrockAgentRuntime.BedrockAgentRuntimeClient],
  ['bedrock-agentcore', agentCore, agentCore.BedrockAgentCoreClient],
  ['bedrock-agentcore-control', agentCoreControl, agentCoreControl.BedrockAgentCoreControlClient],
  ['bedrock-runtime', bedrockRuntime, bedrockRuntime.BedrockRuntimeClient],
  ['budgets', budgets, budgets.BudgetsClient],
  ['cloudtrail', cloudtrail, cloudtrail.CloudTrailClient],
  ['cloudwatch', cloudwatch, cloudwatch.CloudWatchClient],
  ['cloudwatch-logs', logs, logs.CloudWatchLogsClient],
  ['config-service', config, config.ConfigServiceClient],
  ['cost-explorer', costExplorer, costExplorer.CostExplorerClient],
  ['ec2', ec2, ec2.EC2Client],
  ['eventbridge', eventbridge, eventbridge.EventBridgeClient],
  ['guardduty', guardduty, guardduty.GuardDutyClient],
  ['iam', iam, iam.IAMClient],
  ['kms', kms, kms.KMSClient],
  ['lambda', lambda, lambda.LambdaClient],
  ['organizations', organizations, organizations.OrganizationsClient],
  ['qbusiness', qbusiness, qbusiness.QBusinessClient],
  ['rds', rds, rds.RDSClient],
  ['s3', s3, s3.S3Client],
  ['sagemaker', sagemaker, sagemaker.SageMakerClient],
  ['secrets-manager', secretsManager, secretsManager.SecretsManagerClient],
  ['ses', ses, ses.SESClient],
  ['sesv2', sesv2, sesv2.SESv2Client],
  ['sts', sts, sts.STSClient],
];

/** All at once, as in the account: several sign with one name. */
export const MODELS = SERVICES.map(([, module, Client]) => serviceModel(module, Client as ClientConstructor));

/** The model of one of the modules. */
export function modelOf(module: object): ServiceModel {
  const model = MODELS[SERVICES.findIndex(([, own]) => own === module)];
  if (model === undefined) throw new Error('the model of a module that is not listed');
  return model;
}
