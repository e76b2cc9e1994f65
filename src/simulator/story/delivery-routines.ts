import type { JsonObject } from '../../base/json.ts';
import type { Cast } from './cast.ts';
import type { Caller } from './cloudtrail-record.ts';
import { textField } from './field.ts';
import { ACCOUNT, WORKLOAD, arn, base64Text, s3RequestId } from './names.ts';
import type { Random } from './random.ts';
import { reads, type Actor, type Asked, type Routine } from './routine.ts';
import { SHAPES, functionName, stackName, type Shape } from './shapes.ts';

const LOWER_HEX = '0123456789abcdef';
const RUNNER =
  'APN/1.0 HashiCorp/1.0 Terraform/1.10.4 (+https://www.terraform.io) terraform-provider-aws/5.83.1 aws-sdk-go-v2/1.32.8 ua/2.1 os/linux lang/go#1.23.4';

const deploy: Actor = (cast, random, time) => pipelineRun(cast, time, 4000 + random.int(40));

/** A run of the pipeline: the deployment role, from the CI provider's address. */
export function pipelineRun(cast: Cast, time: number, run: number): Caller {
  return cast.session(cast.roles.deploy, time, {
    name: `pipeline-${run}`,
    address: '192.0.2.41',
    userAgent: RUNNER,
  });
}

const legacyCi: Actor = (cast) => cast.legacyCi.caller;

const artefact: Shape = (random) => ({
  bucketName: WORKLOAD.artefactBucket,
  Host: `${WORKLOAD.artefactBucket}.s3.amazonaws.com`,
  key: `releases/${stackName(random)}/${random.text(LOWER_HEX, 40)}.zip`,
});

/** What the pipelines do: the only ones who change things, from one address, by one role. */
export const DELIVERY_ROUTINES: readonly Routine[] = [
  write(deploy, 'lambda:UpdateFunctionCode20150331v2', {
    weight: 3,
    request: (random) => ({
      functionName: functionName(random),
      s3Bucket: WORKLOAD.artefactBucket,
      s3Key: `releases/${random.text(LOWER_HEX, 40)}.zip`,
      publish: false,
      dryRun: false,
    }),
    response: functionResponse,
  }),
  write(deploy, 'lambda:PublishVersion20150331', {
    weight: 3,
    request: SHAPES.function,
    response: functionResponse,
  }),
  write(deploy, 'lambda:UpdateAlias20150331', { weight: 3, request: SHAPES.versionedFunction }),
  write(deploy, 'ecs:UpdateService', { weight: 3, request: SHAPES.services }),
  write(deploy, 'cloudformation:CreateChangeSet', { weight: 2, request: changeSet }),
  write(deploy, 'cloudformation:ExecuteChangeSet', { weight: 2, request: changeSet }),
  write(deploy, 'cloudformation:DeleteChangeSet', { weight: 1, request: changeSet }),
  write(deploy, 'ecr:InitiateLayerUpload', { weight: 2, request: SHAPES.repository }),
  write(deploy, 'ecr:CompleteLayerUpload', { weight: 2, request: SHAPES.repository }),
  write(deploy, 'ecr:PutImage', { weight: 2, request: image }),
  write(deploy, 'ssm:PutParameter', { weight: 2, request: SHAPES.parameter }),
  write(deploy, 'cloudwatch:PutMetricAlarm', { weight: 2, request: SHAPES.alarms }),
  write(deploy, 'apigateway:CreateDeployment', { weight: 1, request: SHAPES.api }),
  write(deploy, 'codebuild:StartBuild', {
    weight: 2,
    request: (random) => ({ projectName: stackName(random) }),
  }),
  write(deploy, 'codepipeline:StartPipelineExecution', {
    weight: 1,
    request: (random) => ({ name: stackName(random) }),
  }),
  write(deploy, 'codedeploy:CreateDeployment', {
    weight: 1,
    request: (random) => ({ applicationName: stackName(random), deploymentGroupName: 'blue-green' }),
  }),
  write(deploy, 'events:PutRule', {
    weight: 1,
    request: (random) => ({ name: `${stackName(random)}-schedule`, state: 'ENABLED' }),
  }),
  ...reads(deploy, 'codebuild', { BatchGetBuilds: [4, 'page'], BatchGetProjects: [2, 'page'] }),
  ...reads(deploy, 'codepipeline', { GetPipelineState: [4, 'empty'], ListPipelineExecutions: [2, 'page'] }),
  ...reads(deploy, 'cloudformation', { DescribeChangeSet: [5, 'stack'], GetTemplateSummary: [2, 'stack'] }),
  ...reads(deploy, 'ecr', {
    GetAuthorizationToken: [3, 'empty'],
    BatchCheckLayerAvailability: [3, 'repository'],
  }),
  ...reads(deploy, 'iam', { GetInstanceProfile: [2, 'role'], ListRoleTags: [2, 'role'] }),
  write(legacyCi, 's3:PutObject', {
    weight: 2,
    data: true,
    request: artefact,
    additional: s3WriteAdditional,
    resources: objectResources,
  }),
  ...reads(legacyCi, 's3', { GetBucketLocation: [1, 'bucket'] }),
];

/** The resources of a data event on an object: the object itself and its bucket. */
export function objectResources({ request }: Pick<Asked, 'request'>): readonly JsonObject[] {
  const bucket = textField(request, 'bucketName');
  return [
    { type: 'AWS::S3::Object', ARN: arn('s3', '', `${bucket}/${textField(request, 'key')}`) },
    { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: arn('s3', '', bucket) },
  ];
}

/** What S3 adds to an event of an object read. */
export function s3ReadAdditional(random: Random): JsonObject {
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: 0,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': base64Text(random, 76),
    bytesTransferredOut: random.between(800, 400_000),
  };
}

/** What S3 adds to an event of an object written. */
export function s3WriteAdditional(random: Random): JsonObject {
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: random.between(1_000, 900_000),
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': base64Text(random, 76),
    bytesTransferredOut: 0,
  };
}

function write(
  actor: Actor,
  call: `${string}:${string}`,
  rest: Partial<Routine> & { weight: number },
): Routine {
  const [service = '', name = ''] = call.split(':');
  return { actor, service, name, readOnly: false, ...rest };
}

function functionResponse(random: Random, { region, request }: Asked): JsonObject {
  const name = textField(request, 'functionName');
  return {
    functionName: name,
    functionArn: arn('lambda', region, `function:${name}`),
    runtime: random.pick(['python3.12', 'nodejs22.x']),
    role: arn('iam', '', `role/${name}-exec`),
    handler: 'index.handler',
    codeSize: random.between(20_000, 9_000_000),
    description: '',
    timeout: 30,
    memorySize: random.pick([128, 512, 1024]),
    codeSha256: base64Text(random, 43),
    version: String(random.between(1, 90)),
    revisionId: random.uuid(),
  };
}

function changeSet(random: Random, region: string): JsonObject {
  const stack = stackName(random);
  return {
    stackName: stack,
    changeSetName: arn('cloudformation', region, `changeSet/release-${s3RequestId(random)}/${random.uuid()}`),
  };
}

function image(random: Random): JsonObject {
  return {
    registryId: ACCOUNT,
    repositoryName: `example/${stackName(random)}`,
    imageTag: random.text(LOWER_HEX, 12),
    imageManifest: `sha256:${random.text(LOWER_HEX, 64)}`,
  };
}
