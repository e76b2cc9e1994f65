import { ACCOUNT, HOME_REGION, WORKLOAD, arn } from '../story/names.ts';
import { statementOf } from '../services/lambda/permissions.ts';
import { byRegion } from '../world/by-region.ts';
import {
  newFunction,
  newLayerVersion,
  reconfigure,
  replaceCode,
  type LambdaFunction,
  type LambdaState,
  type LayerVersion,
} from '../world/lambda-state.ts';
import type { History } from './history.ts';

const DAY = 86_400_000;
const RUNTIME = 'python3.13';
const LAYER = 'support-common';

/**
 * Lambda of the story: the assistant's function with the code and the timeout that the intruder gave it, and the
 * function that sends mail, opened to everybody; both work with one layer of their pipeline. Elsewhere there are none.
 */
export function lambdaStates(happened: History, start: number): (region: string) => LambdaState {
  return byRegion((region) => {
    if (region !== HOME_REGION) return { functions: new Map(), layers: new Map() };
    const common = commonLayer(start);
    const own = [assistant(happened, start), notify(happened, start)];
    return {
      functions: new Map(own.map((one) => [one.name, one])),
      layers: new Map([[common.arn, common]]),
    };
  });
}

function commonLayer(start: number): LayerVersion {
  return newLayerVersion({
    name: LAYER,
    version: 3,
    region: HOME_REGION,
    accountId: ACCOUNT,
    now: start - 60 * DAY,
    code: zipped(`${LAYER} as its pipeline built it`),
    described: { Description: 'what the functions of the assistant share', CompatibleRuntimes: [RUNTIME] },
  });
}

function assistant(happened: History, start: number): LambdaFunction {
  const name = WORKLOAD.function;
  const own = workloadFunction({ name, role: 'support-assistant-exec', start });
  own.configuration = { ...own.configuration, Timeout: 30, MemorySize: 512 };
  own.versions.set('1', { ...own.configuration, FunctionArn: `${own.arn}:1`, Version: '1' });
  own.nextVersion = 2;
  const replaced = happened.timeOf('UpdateFunctionCode20150331v2', 'functionName', name);
  if (replaced !== undefined) replaceCode(own, zipped(`${name} as the intruder left it`), replaced);
  const slowed = happened.timeOf('UpdateFunctionConfiguration20150331v2', 'functionName', name);
  if (slowed !== undefined) reconfigure(own, { Timeout: 900 }, slowed);
  own.answer = {
    payload: JSON.stringify({ statusCode: 200, body: 'How can I help you?' }),
    functionError: undefined,
  };
  return own;
}

function notify(happened: History, start: number): LambdaFunction {
  const name = WORKLOAD.actionFunction;
  const own = workloadFunction({ name, role: 'support-assistant-notify-exec', start });
  own.statements.set('agent', statementOf(own, AGENT_INVOKES));
  const opened = happened.timeOf('CreateFunctionUrlConfig', 'functionName', name);
  if (opened !== undefined) openToEverybody(own, new Date(opened).toISOString());
  own.answer = { payload: JSON.stringify({ statusCode: 200, sent: true }), functionError: undefined };
  return own;
}

const AGENT_INVOKES = {
  StatementId: 'agent',
  Action: 'lambda:InvokeFunction',
  Principal: 'bedrock.amazonaws.com',
  SourceArn: arn('bedrock', HOME_REGION, `agent/${WORKLOAD.agentId}`),
} as const;

const EVERYBODY_INVOKES = {
  StatementId: 'public',
  Action: 'lambda:InvokeFunctionUrl',
  Principal: '*',
  FunctionUrlAuthType: 'NONE',
} as const;

function openToEverybody(own: LambdaFunction, at: string): void {
  own.url = {
    FunctionUrl: `https://fnexample.lambda-url.${HOME_REGION}.on.aws/`,
    FunctionArn: own.arn,
    AuthType: 'NONE',
    CreationTime: at,
    LastModifiedTime: at,
    InvokeMode: 'BUFFERED',
  };
  own.statements.set('public', statementOf(own, EVERYBODY_INVOKES));
}

interface Workload {
  readonly name: string;
  readonly role: string;
  readonly start: number;
}

function workloadFunction({ name, role, start }: Workload): LambdaFunction {
  const { arn: layer, code } = commonLayer(start);
  const own = newFunction({
    name,
    region: HOME_REGION,
    accountId: ACCOUNT,
    now: start - 20 * DAY,
    code: zipped(`${name} as its pipeline built it`),
    configuration: {
      Role: arn('iam', '', `role/${role}`),
      Runtime: RUNTIME,
      Handler: 'app.handler',
      Environment: { Variables: { STAGE: 'production' } },
      Layers: [{ Arn: layer, CodeSize: code.length }],
    },
  });
  own.tags.set('workload', 'support-assistant');
  return own;
}

/** Bytes that begin as an archive does. */
function zipped(text: string): Uint8Array {
  return Buffer.from(`PK\u0003\u0004${text}`);
}
