import { ConflictException } from '@aws-sdk/client-bedrock';
import type { MakingJob } from '../../world/bedrock-assets.ts';
import { listed } from '../../world/listed.ts';
import { present } from '../../world/present.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import type { BedrockHandlers } from './guardrails.ts';

/** Jobs that import or train a model. An import can't be stopped. */
export function makingJobHandlers({ bedrock }: World): BedrockHandlers {
  return {
    ListModelImportJobs: ({ statusEquals, ...paging }, { region }) => {
      const all = [...bedrock(region).assets.importJobs.values()]
        .map(({ shown }) => shown)
        .filter(({ status }) => statusEquals === undefined || status === statusEquals);
      const page = listed(all, paging, `ListModelImportJobs ${statusEquals}`);
      const modelImportJobSummaries = page.items.map((job) => ({
        jobArn: job.jobArn,
        jobName: job.jobName,
        status: job.status,
        lastModifiedTime: job.lastModifiedTime,
        creationTime: job.creationTime,
        endTime: job.endTime,
        importedModelArn: job.importedModelArn,
        importedModelName: job.importedModelName,
      }));
      return { modelImportJobSummaries, nextToken: page.nextToken };
    },
    GetModelImportJob: ({ jobIdentifier }, { region }) =>
      jobOf(bedrock(region).assets.importJobs, jobIdentifier).shown,
    ListModelCustomizationJobs: ({ statusEquals, ...paging }, { region }) => {
      const all = [...bedrock(region).assets.customizationJobs.values()]
        .map(({ shown }) => shown)
        .filter(({ status }) => statusEquals === undefined || status === statusEquals);
      const page = listed(all, paging, `ListModelCustomizationJobs ${statusEquals}`);
      const modelCustomizationJobSummaries = page.items.map((job) => ({
        jobArn: job.jobArn,
        baseModelArn: job.baseModelArn,
        jobName: job.jobName,
        status: job.status,
        lastModifiedTime: job.lastModifiedTime,
        creationTime: job.creationTime,
        endTime: job.endTime,
        customModelArn: job.outputModelArn,
        customModelName: job.outputModelName,
        customizationType: job.customizationType,
      }));
      return { modelCustomizationJobSummaries, nextToken: page.nextToken };
    },
    GetModelCustomizationJob: ({ jobIdentifier }, { region }) =>
      jobOf(bedrock(region).assets.customizationJobs, jobIdentifier).shown,
    StopModelCustomizationJob: ({ jobIdentifier }, { region, now }) => {
      const job = jobOf(bedrock(region).assets.customizationJobs, jobIdentifier);
      if (job.shown.status !== 'InProgress')
        throw new ConflictException(
          because(`The job can not be stopped: its status is ${job.shown.status}.`),
        );
      job.shown = {
        ...job.shown,
        status: 'Stopped',
        endTime: new Date(now),
        lastModifiedTime: new Date(now),
      };
      return {};
    },
  };
}

function jobOf<Shown extends { jobName?: string | undefined }>(
  jobs: ReadonlyMap<string, MakingJob<Shown>>,
  identifier: string | undefined,
): MakingJob<Shown> {
  const found = [...jobs].find(([arn, { shown }]) => arn === identifier || shown.jobName === identifier);
  return present(found?.[1], 'job');
}
