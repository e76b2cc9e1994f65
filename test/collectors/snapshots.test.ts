import { describe, expect, it } from 'vitest';
import { type CollectCase } from '../support/collect-case.ts';
import { opened } from '../support/opened-case.ts';

const COLLECTORS = ['account-snapshot', 'region-snapshot', 'guardduty-findings'];

async function documentsOf(own: CollectCase): Promise<ReadonlyMap<string, unknown>> {
  const documents = new Map<string, unknown>();
  for (const { source, sha256, collector } of await own.custody())
    if (COLLECTORS.includes(collector)) documents.set(source, JSON.parse(await own.book.kept(sha256)));
  return documents;
}

describe('configuration snapshots', () => {
  it('keep identities, guardrails with every version, agents and what hangs on them', async () => {
    const { own } = await opened();
    await own.collect({ collectors: COLLECTORS });
    const documents = [...(await documentsOf(own))];
    const operations = new Set(
      documents.flatMap(([source]) => /configuration\/([\w-]+\/\w+)/.exec(source)?.slice(1) ?? []),
    );
    for (const operation of [
      'iam/GetAccountAuthorizationDetails',
      'iam/ListServiceSpecificCredentials',
      'iam/GetAccessKeyLastUsed',
      's3/GetBucketPolicy',
      'bedrock/GetGuardrail',
      'bedrock/ListInferenceProfiles',
      'bedrock-agent/GetAgentActionGroup',
      'bedrock-agent/GetDataSource',
      'bedrock-agent/GetFlow',
      'bedrock-agent/ListFlowAliases',
      'bedrock-agent/GetPrompt',
      'lambda/GetPolicy',
      'cloudwatch-logs/DescribeLogGroups',
      'cloudwatch/DescribeAlarms',
    ])
      expect(operations).toContain(operation);
    // What the simulated account does not have is named, and nothing else is lacking.
    const [entry] = own.coverage('aws.configuration');
    expect(entry?.status).toBe('partial');
    expect(entry?.detail.split('; ').filter((part) => !part.startsWith('NotImplemented for '))).toEqual([
      'read as it stands',
    ]);
    expect(entry?.detail).toContain('NotImplemented for s3:GetBucketAcl');
    expect(own.coverage('aws.guardduty')).toMatchObject([{ status: 'complete' }]);
    expect(documents.some(([source]) => source.includes('/guardduty/findings/'))).toBe(true);
  });

  it('name what was denied, and keep the rest', async () => {
    const { own } = await opened();
    await own.collect({
      collectors: COLLECTORS,
      faults: [
        { match: { operation: 'GetAccountAuthorizationDetails' }, fault: { kind: 'access-denied' } },
        { match: { service: 'bedrock', operation: 'ListGuardrails' }, fault: { kind: 'access-denied' } },
      ],
    });
    const [entry] = own.coverage('aws.configuration');
    expect(entry?.status).toBe('partial');
    expect(entry?.detail).toMatch(/AccessDenied for iam:GetAccountAuthorizationDetails/);
    expect(entry?.detail).toMatch(/AccessDeniedException for bedrock:ListGuardrails/);
    expect((await documentsOf(own)).size).toBeGreaterThan(20);
  });
});
