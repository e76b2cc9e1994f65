import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';

/** Secrets Manager in one Region: what can be listed of the secrets, by ARN. Nobody can read one here. */
export type SecretsState = ReadonlyMap<string, SecretListEntry>;
