import { ConflictException, type ModelInvocationJobSummary } from '@aws-sdk/client-bedrock';
import type { BatchJob, BedrockAssets } from '../../world/bedrock-assets.ts';
import { drawGuardrailId } from '../../world/draw.ts';
import { dateOf, given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import { settled } from '../../world/settled.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import type { BedrockHandlers } from './guardrails.ts';

const MINUTE = 60_000;
const RUNS = 2 * 60 * MINUTE;

/** Batch inference: jobs that read prompts from S3 and write answers there. No log holds what they say. */
export function batchJobHandlers({ bedrock, random, accountId }: World): BedrockHandlers {
  return {
    CreateModelInvocationJob: (input, call) => {
      const { batchJobs } = bedrock(call.region).assets;
      const jobName = given(input.jobName, 'jobName');
      if ([...batchJobs.values()].some(({ job }) => job.jobName === jobName))
        throw new ConflictException(because(`The job name ${jobName} is already in use.`));
      const jobArn = `arn:aws:bedrock:${call.region}:${accountId}:model-invocation-job/${drawGuardrailId(random)}`;
      batchJobs.set(jobArn, {
        job: {
          jobArn,
          jobName,
          modelId: given(input.modelId, 'modelId'),
          roleArn: given(input.roleArn, 'roleArn'),
          inputDataConfig: given(input.inputDataConfig, 'inputDataConfig'),
          outputDataConfig: given(input.outputDataConfig, 'outputDataConfig'),
          vpcConfig: input.vpcConfig,
          timeoutDurationInHours: input.timeoutDurationInHours ?? 24,
          clientRequestToken: input.clientRequestToken,
          submitTime: new Date(call.now),
          lastModifiedTime: new Date(call.now),
        },
        stoppedAt: undefined,
      });
      return { jobArn };
    },
    GetModelInvocationJob: ({ jobIdentifier }, call) =>
      shown(jobOf(bedrock(call.region).assets, jobIdentifier), call.now),
    ListModelInvocationJobs: ({ statusEquals, nameContains, ...paging }, call) => {
      const all = [...bedrock(call.region).assets.batchJobs.values()].map((job) => shown(job, call.now));
      const wanted = all
        .filter(({ status }) => statusEquals === undefined || status === statusEquals)
        .filter(({ jobName }) => nameContains === undefined || jobName.includes(nameContains));
      const page = listed(wanted, paging, `ListModelInvocationJobs ${statusEquals} ${nameContains}`);
      return { invocationJobSummaries: page.items, nextToken: page.nextToken };
    },
    StopModelInvocationJob: ({ jobIdentifier }, call) => {
      const job = jobOf(bedrock(call.region).assets, jobIdentifier);
      const { status } = shown(job, call.now);
      if (status !== 'Submitted' && status !== 'InProgress')
        throw new ConflictException(because(`The job can not be stopped: its status is ${status}.`));
      job.stoppedAt = call.now;
      return {};
    },
  };
}

function jobOf({ batchJobs }: BedrockAssets, identifier: string | undefined): BatchJob {
  const wanted = given(identifier, 'jobIdentifier');
  const found = [...batchJobs].find(([arn]) => arn === wanted || arn.endsWith(`/${wanted}`));
  return present(found?.[1], 'model invocation job');
}

/** A job waits a minute and runs for two hours, unless it is stopped. */
function shown({ job, stoppedAt }: BatchJob, now: number): ModelInvocationJobSummary & { jobName: string } {
  const started = given(job.submitTime, 'submitTime').getTime();
  const base = { ...job, jobName: job.jobName ?? '' };
  if (stoppedAt !== undefined) {
    const status = settled({ since: stoppedAt, now }, 'Stopping' as const, 'Stopped' as const);
    return { ...base, status, endTime: dateOf(status === 'Stopped' ? stoppedAt : undefined) };
  }
  if (now - started >= RUNS) return { ...base, status: 'Completed', endTime: new Date(started + RUNS) };
  return { ...base, status: now - started < MINUTE ? 'Submitted' : 'InProgress' };
}
