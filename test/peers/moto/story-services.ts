import * as kms from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import { SESClient, VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import type { MotoAccount } from './moto-account.ts';

/** What the account has in services that the story only touches. */
export interface StoryServices {
  /** A key of KMS that is to be deleted. */
  readonly key: string;
  /** A member of the organization. */
  readonly member: string;
}

export const SENDER = 'support@example.com';

/** A key whose deletion is scheduled, an organization with a member, and an address that mail is sent from. */
export async function storyServices({ clients, url, responder }: MotoAccount): Promise<StoryServices> {
  const ses = new SESClient({ endpoint: url, region: 'us-east-1', credentials: responder });
  await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: SENDER }));
  ses.destroy();
  const { KeyMetadata } = await clients.kms.send(new kms.CreateKeyCommand({}));
  const KeyId = KeyMetadata?.KeyId ?? '';
  await clients.kms.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  return { key: KeyId, member: await memberOf(clients.organizations) };
}

async function memberOf(client: organizations.OrganizationsClient): Promise<string> {
  await client.send(new organizations.CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots = [] } = await client.send(new organizations.ListRootsCommand({}));
  await client.send(
    new organizations.EnablePolicyTypeCommand({
      RootId: Roots[0]?.Id ?? '',
      PolicyType: 'SERVICE_CONTROL_POLICY',
    }),
  );
  const { CreateAccountStatus } = await client.send(
    new organizations.CreateAccountCommand({ AccountName: 'member', Email: 'member@example.com' }),
  );
  return CreateAccountStatus?.AccountId ?? '';
}
