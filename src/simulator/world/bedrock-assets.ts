import type {
  AccountEnforcedGuardrailOutputConfiguration,
  DataRetentionMode,
  GetCustomModelResponse,
  GetImportedModelResponse,
  GetInferenceProfileResponse,
  GetModelCustomizationJobResponse,
  GetModelImportJobResponse,
  GetModelInvocationJobResponse,
  GetProvisionedModelThroughputResponse,
} from '@aws-sdk/client-bedrock';

/** A batch job, and since when it is being stopped. */
export interface BatchJob {
  readonly job: Omit<GetModelInvocationJobResponse, 'status' | 'endTime'>;
  stoppedAt: number | undefined;
}

/** A job that makes a model, as its Get shows it. */
export interface MakingJob<Shown> {
  shown: Shown;
}

/** What an account has of its own in Bedrock of one Region, each by its ARN unless said otherwise. */
export interface BedrockAssets {
  readonly customModels: Map<string, GetCustomModelResponse>;
  readonly importedModels: Map<string, GetImportedModelResponse>;
  readonly provisioned: Map<string, GetProvisionedModelThroughputResponse>;
  /** By id; those that AWS defines and those of the account. */
  readonly profiles: Map<string, GetInferenceProfileResponse>;
  readonly importJobs: Map<string, MakingJob<GetModelImportJobResponse>>;
  readonly customizationJobs: Map<string, MakingJob<GetModelCustomizationJobResponse>>;
  readonly batchJobs: Map<string, BatchJob>;
  /** Guardrails that every inference of the account must pass, by configuration id. */
  readonly enforced: Map<string, AccountEnforcedGuardrailOutputConfiguration>;
  retention: { readonly mode: DataRetentionMode; readonly updatedAt: Date | undefined };
}

/** An account that has nothing of its own yet. */
export function noBedrockAssets(): BedrockAssets {
  return {
    customModels: new Map(),
    importedModels: new Map(),
    provisioned: new Map(),
    profiles: new Map(),
    importJobs: new Map(),
    customizationJobs: new Map(),
    batchJobs: new Map(),
    enforced: new Map(),
    retention: { mode: 'default', updatedAt: undefined },
  };
}
