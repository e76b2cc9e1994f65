import type { Json, JsonObject } from '../../base/json.ts';
import { isObject } from '../../base/json.ts';
import { REVERSIBLE } from '../../model/plan.ts';
import { type ActionContext, defineAction } from '../../ports/action.ts';
import { listOf, textOf } from '../answers.ts';
import { neededCalls, type Setting, undoSettings } from '../settings.ts';

interface Params {
  readonly applicationId: string;
  readonly statementId: string;
  readonly region?: string;
}

interface Observed {
  readonly exists: boolean;
  /** What AssociatePermission takes, read from the statement of the application's policy; null = there is none. */
  readonly permission: JsonObject | null;
}

/** C28: takes from others what an application of Q Business lets them do. */
export const removePermission = defineAction<Params, Observed>({
  catalogue: 'C28',
  kind: 'containment',
  title: 'Remove a permission of Q Business',
  summary:
    'Takes a statement out of the policy of an Amazon Q Business application: whoever it let in (a data accessor, another account) reaches it no more.',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['applicationId', 'statementId'],
    properties: {
      applicationId: { type: 'string', minLength: 1, description: 'Id of the application.' },
      statementId: { type: 'string', minLength: 1, description: 'Id (Sid) of the statement in its policy.' },
      region: { type: 'string', description: 'Its Region; that of the case unless given.' },
    },
  },
  reads: ['qbusiness:GetPolicy'],
  changes: ['qbusiness:DisassociatePermission', 'qbusiness:AssociatePermission'],
  undone: 'Puts the statement back by its id.',
  keepFirst: ['the policy of the application (GetPolicy), and its data accessors'],
  mistakes: [
    'A data accessor stays: without the permission it gets nothing, and it can be given again.',
    'Who may call AssociatePermission puts it back: deny that too.',
    'What was read through it is read: see SearchRelevantContent and Chat in the data events.',
  ],
  observe: async ({ applicationId, statementId, region }, reader, context) => {
    const found = await reader.read({
      service: 'qbusiness',
      operation: 'GetPolicy',
      region: region ?? context.region,
      input: { applicationId },
      absent: ['ResourceNotFoundException'],
    });
    return { exists: found !== null, permission: permissionOf(found, statementId) };
  },
  target: ({ statementId, applicationId }) => `permission ${statementId} of application ${applicationId}`,
  touches: () => ({ principals: [], buckets: [] }),
  refuse: ({ applicationId }, { exists }) =>
    exists
      ? null
      : {
          why: `there is no application ${applicationId} in this Region, or it has no policy`,
          instead: 'list them (qbusiness list-applications), and check the Region',
        },
  blast: ({ statementId }, { permission }) => [
    permission === null
      ? `there is no statement ${statementId}`
      : `${textOf(permission, 'principal') ?? 'whoever it is for'} can no longer do ${JSON.stringify(permission['actions'])}`,
  ],
  plan: (params, observed, context) => neededCalls(settings(params, observed, context)),
  undo: (params, { before, now }, context) =>
    undoSettings({ before: settings(params, before, context), now: settings(params, now, context) }),
  contained: () => null,
});

function permissionOf(answer: JsonObject | null, statementId: string): JsonObject | null {
  const text = textOf(answer, 'policy');
  const policy: unknown = text === null || text === '' ? null : JSON.parse(text);
  const statement = listOf(isObject(policy) ? (policy as JsonObject) : null, 'Statement').find(
    (one) => textOf(one, 'Sid') === statementId,
  );
  if (statement === undefined) return null;
  const conditions = conditionsOf(statement['Condition']);
  return {
    statementId,
    actions: [statement['Action'] ?? []].flat(),
    principal: principalOf(statement['Principal']),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function principalOf(principal: Json | undefined): string {
  if (typeof principal === 'string') return principal;
  return isObject(principal) ? Object.values(principal).flat().map(String).join(',') : '';
}

/** `{StringEquals: {key: values}}` as AssociatePermission takes it. */
function conditionsOf(condition: Json | undefined): readonly JsonObject[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([conditionOperator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([conditionKey, values]) => ({
      conditionOperator,
      conditionKey,
      conditionValues: [values].flat(),
    })),
  );
}

function settings(
  { applicationId, statementId, region }: Params,
  { permission }: Observed,
  context: ActionContext,
): readonly Setting[] {
  const place = { service: 'qbusiness', region: region ?? context.region, reversibility: REVERSIBLE };
  return [
    {
      name: `permission ${statementId}`,
      is: permission,
      wanted: null,
      set: (to: Json) =>
        to === null
          ? [
              {
                ...place,
                operation: 'DisassociatePermission',
                input: { applicationId, statementId },
                purpose: 'let it in no more',
              },
            ]
          : [
              {
                ...place,
                operation: 'AssociatePermission',
                input: { applicationId, ...(to as JsonObject) },
                purpose: 'let it in again',
              },
            ],
    },
  ];
}
