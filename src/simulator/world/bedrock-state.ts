import type {
  FoundationModelDetails,
  GetGuardrailCommandOutput,
  LoggingConfig,
} from '@aws-sdk/client-bedrock';
import type { BedrockAssets } from './bedrock-assets.ts';

/** One version of a guardrail, as GetGuardrail shows it. */
export type GuardrailVersion = Omit<GetGuardrailCommandOutput, '$metadata'>;

export interface Guardrail {
  readonly id: string;
  readonly arn: string;
  draft: GuardrailVersion;
  readonly versions: Map<string, GuardrailVersion>;
  /** Version numbers are never used again. */
  nextVersion: number;
}

/** Bedrock in one Region. */
export interface BedrockState {
  readonly guardrails: Map<string, Guardrail>;
  readonly models: Map<string, FoundationModelDetails>;
  /** Models whose offer was accepted. */
  readonly agreements: Set<string>;
  /** The form that some providers ask for, as given. */
  useCase: Uint8Array | undefined;
  logging: LoggingConfig | undefined;
  readonly assets: BedrockAssets;
}
