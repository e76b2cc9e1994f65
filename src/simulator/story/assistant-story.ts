import type { JsonObject } from '../../base/json.ts';
import type { Caller } from './cloudtrail-record.ts';
import { pipelineRun } from './delivery-routines.ts';
import { ACCOUNT, FOREIGN_ACCOUNT, HOME_REGION, WORKLOAD, arn } from './names.ts';
import { personInConsole, type PlantedStory } from './planted-story.ts';
import type { Act, Stage } from './stage.ts';

const Q_BUSINESS = 'qbusiness';
const Q_DEVELOPER = 'q';
const APPLICATION = '11111111-2222-4333-8444-5example0app';
const INDEX = '11111111-2222-4333-8444-5example0idx';
const SOURCE = '11111111-2222-4333-8444-5example0src';
const APPLICATION_ARN = arn(Q_BUSINESS, HOME_REGION, `application/${APPLICATION}`);

/**
 * Amazon Q: with a second key of an analyst's user the employees' assistant is opened to strangers and to another
 * account, its chat controls are loosened, a plugin sends to a foreign host, conversations are read, documents put; and
 * in the console Q Developer changes a function.
 */
export const ASSISTANT_STORY: PlantedStory = {
  id: 'opened-assistant',
  summary:
    "the employees' assistant of Amazon Q is opened to strangers, given a foreign plugin and emptied; Q Developer changes a function",
  ordinary: (stage) => {
    employeesChat(stage);
    syncNightly(stage);
    engineersAsk(stage);
  },
  incident: (stage) => {
    openDoors(stage);
    loosenControls(stage);
    readConversations(stage);
    putDocuments(stage);
    haveFunctionChanged(stage);
  },
};

/** The web experience calls with its own role, on behalf of whoever is signed in. */
function webExperience(stage: Stage, at: number): Caller {
  return stage.cast.session(stage.cast.roles.portal, stage.minute(at), {
    name: 'employee-assistant',
    invokedBy: 'qbusiness.amazonaws.com',
  });
}

function dataCall(
  stage: Stage,
  act: Pick<Act, 'at' | 'by' | 'signals' | 'name' | 'request' | 'readOnly'>,
): void {
  stage.call({
    ...act,
    service: Q_BUSINESS,
    data: true,
    resources: [{ accountId: ACCOUNT, type: 'AWS::QBusiness::Application', ARN: APPLICATION_ARN }],
  });
}

function employeesChat(stage: Stage): void {
  for (let at = -170; at < 178; at += 5) {
    const by = webExperience(stage, at);
    const request = { applicationId: APPLICATION, userMessage: 'HIDDEN_DUE_TO_SECURITY_REASONS' };
    dataCall(stage, { at, by, name: 'ChatSync', request });
    if (at % 20 === 0)
      dataCall(stage, {
        at: at + 1,
        by,
        name: 'ListMessages',
        readOnly: true,
        request: { applicationId: APPLICATION, conversationId: `conversation-${at + 200}`, maxResults: 20 },
      });
  }
}

function syncNightly(stage: Stage): void {
  const by = stage.cast.session(stage.cast.roles.documentSync, stage.minute(-140), { name: 'nightly' });
  dataCall(stage, {
    at: -140,
    by,
    name: 'StartDataSourceSyncJob',
    request: { applicationId: APPLICATION, indexId: INDEX, dataSourceId: SOURCE },
  });
  stage.call({
    at: -100,
    by: pipelineRun(stage.cast, stage.minute(-100), 4021),
    service: Q_BUSINESS,
    name: 'UpdateApplication',
    request: { applicationId: APPLICATION, displayName: 'employee-assistant' },
  });
}

function engineersAsk(stage: Stage): void {
  for (const [index, at] of [-110, -30, 40, 130].entries()) {
    const by = personInConsole(stage, index, at);
    askDeveloper(stage, at, by);
  }
}

function askDeveloper(stage: Stage, at: number, by: Caller): void {
  stage.call({ at, by, service: Q_DEVELOPER, name: 'StartConversation', request: { source: 'CONSOLE' } });
  stage.call({
    at: at + 0.3,
    by,
    service: Q_DEVELOPER,
    name: 'SendMessage',
    request: {
      conversationToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      utterance: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
  });
}

function change(
  stage: Stage,
  at: number,
  of: Pick<Act, 'name' | 'signals'> & { readonly request: JsonObject },
): void {
  stage.call({
    ...of,
    at,
    by: stage.intruder.secondKey,
    service: Q_BUSINESS,
    request: { applicationId: APPLICATION, ...of.request },
  });
}

function openDoors(stage: Stage): void {
  change(stage, 4, {
    name: 'CreateAnonymousWebExperienceUrl',
    signals: ['Q-access'],
    request: { webExperienceId: '11111111-2222-4333-8444-5example0web', sessionDurationInMinutes: 60 },
  });
  change(stage, 7, {
    name: 'AssociatePermission',
    signals: ['Q-access'],
    request: {
      statementId: 'reader',
      actions: ['qbusiness:SearchRelevantContent'],
      principal: `arn:aws:iam::${FOREIGN_ACCOUNT}:role/reader`,
    },
  });
}

function loosenControls(stage: Stage): void {
  change(stage, 11, {
    name: 'UpdateChatControlsConfiguration',
    signals: ['Q-controls'],
    request: {
      responseScope: 'EXTENDED_KNOWLEDGE_ENABLED',
      blockedPhrasesConfigurationUpdate: { blockedPhrasesToDelete: ['payroll'] },
    },
  });
  change(stage, 15, {
    name: 'CreatePlugin',
    signals: ['Q-plugin'],
    request: {
      displayName: 'ticket-helper',
      type: 'CUSTOM',
      serverUrl: 'https://tickets.example.net/api',
      authConfiguration: { noAuthConfiguration: {} },
      customPluginConfiguration: { apiSchemaType: 'OPEN_API_V3', description: 'tickets' },
    },
  });
}

function readConversations(stage: Stage): void {
  const by = stage.intruder.secondKey;
  for (let index = 0; index < 60; index += 1)
    dataCall(stage, {
      at: 20 + index * 0.1,
      by,
      signals: ['P8'],
      name: 'ListMessages',
      readOnly: true,
      request: { applicationId: APPLICATION, conversationId: `conversation-${index}`, maxResults: 100 },
    });
  for (let index = 0; index < 260; index += 1)
    dataCall(stage, {
      at: 28 + index * 0.1,
      by,
      signals: ['Q-chat'],
      name: 'ChatSync',
      request: { applicationId: APPLICATION, userMessage: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    });
}

function putDocuments(stage: Stage): void {
  for (const at of [58, 59])
    dataCall(stage, {
      at,
      by: stage.intruder.secondKey,
      signals: ['D10'],
      name: 'BatchPutDocument',
      request: { applicationId: APPLICATION, indexId: INDEX, documents: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    });
}

/** Q Developer acts with the rights of who is signed in, and its calls say so. */
function haveFunctionChanged(stage: Stage): void {
  const by = stage.intruder.console;
  askDeveloper(stage, 70, by);
  stage.call({
    at: 71,
    by: {
      identity: { ...by.identity, invokedBy: 'q.amazonaws.com' },
      address: 'q.amazonaws.com',
      userAgent: 'q.amazonaws.com',
    },
    signals: ['G2'],
    service: 'lambda',
    name: 'UpdateFunctionConfiguration20150331v2',
    request: {
      functionName: WORKLOAD.function,
      timeout: 900,
      environment: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
  });
}
