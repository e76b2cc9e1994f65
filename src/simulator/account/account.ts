import { agentCoreControlService, agentCoreService } from '../services/agentcore/service.ts';
import { bedrockService } from '../services/bedrock/service.ts';
import { bedrockAgentRuntimeService } from '../services/bedrock-agent-runtime/service.ts';
import { bedrockAgentService } from '../services/bedrock-agent/service.ts';
import { bedrockRuntimeService } from '../services/bedrock-runtime/service.ts';
import { cloudTrailService } from '../services/cloudtrail/service.ts';
import { ec2Service } from '../services/ec2/service.ts';
import { iamService } from '../services/iam/service.ts';
import { kmsService } from '../services/kms/service.ts';
import { lambdaService } from '../services/lambda/service.ts';
import { cloudWatchService } from '../services/cloudwatch/service.ts';
import { sesService, sesV2Service } from '../services/ses/service.ts';
import { guardDutyService } from '../services/guardduty/service.ts';
import { logsService } from '../services/logs/service.ts';
import { organizationsService } from '../services/organizations/service.ts';
import { qBusinessService } from '../services/qbusiness/service.ts';
import { s3Service } from '../services/s3/service.ts';
import { sageMakerService } from '../services/sagemaker/service.ts';
import { secretsManagerService } from '../services/secrets-manager/service.ts';
import { stsService } from '../services/sts/service.ts';
import type { World } from '../world/world.ts';
import type { Dispatch } from '../wire/message.ts';
import { createDispatch } from './dispatch.ts';

/** Opens an account to calls: every service it has, over one dispatch. */
export function openAccount(world: World): Dispatch {
  return createDispatch(world, [
    iamService(world),
    stsService(world),
    cloudTrailService(world),
    s3Service(world),
    bedrockService(world),
    logsService(world),
    guardDutyService(world),
    sesService(world),
    sesV2Service(world),
    cloudWatchService(world),
    lambdaService(world),
    kmsService(world),
    ec2Service(world),
    bedrockRuntimeService(world),
    bedrockAgentService(world),
    bedrockAgentRuntimeService(world),
    organizationsService(world),
    sageMakerService(world),
    qBusinessService(world),
    agentCoreControlService(world),
    agentCoreService(world),
    secretsManagerService(world),
  ]);
}
