import type { Json, JsonObject } from '../../../base/json.ts';
import { invocationFolder, type InvocationRecord, type SideObject } from '../../story/invocation-record.ts';
import { seconds } from '../../story/names.ts';
import type { Call } from '../../world/call.ts';
import { logInvocation } from '../../world/log-invocation.ts';
import { principalArn } from '../../world/session.ts';
import type { World } from '../../world/world.ts';
import type { Exchange } from './exchange.ts';

/** Bodies larger than this are kept as objects of their own. */
const INLINE = 100 * 1024;

/** A call as the invocation log writes it down. */
export interface Logged {
  readonly operation: 'InvokeModel' | 'InvokeModelWithResponseStream' | 'Converse' | 'ConverseStream';
  readonly exchange: Exchange;
  readonly input: Json;
  readonly output: Json;
  readonly requestMetadata?: Readonly<Record<string, string>> | undefined;
}

/** Leaves the record of a call in the invocation log, if this Region has one for such data. */
export function logCall(world: World, call: Call, logged: Logged): void {
  logInvocation(world, invocationRecordOf(world, call, logged));
}

function invocationRecordOf(world: World, call: Call, logged: Logged): InvocationRecord {
  const { exchange, operation } = logged;
  const input = placed(world, call, { side: 'input', body: logged.input });
  const output = placed(world, call, { side: 'output', body: logged.output });
  // The envelope of a stream lacks the count: it is in the stream's own events.
  const streamed = operation === 'InvokeModelWithResponseStream';
  const record: JsonObject = {
    timestamp: seconds(call.now),
    accountId: world.accountId,
    region: call.region,
    requestId: call.requestId,
    operation,
    modelId: exchange.question.modelId,
    identity: { arn: principalArn(call.principal, world.accountId) },
    ...(exchange.model.inferenceRegion === undefined
      ? {}
      : { inferenceRegion: exchange.model.inferenceRegion }),
    ...(logged.requestMetadata === undefined ? {} : { requestMetadata: logged.requestMetadata }),
    input: {
      inputContentType: 'application/json',
      ...input.member,
      inputTokenCount: exchange.inputTokens,
    },
    output: {
      outputContentType: 'application/json',
      ...output.member,
      ...(streamed ? {} : { outputTokenCount: exchange.outputTokens }),
    },
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
  };
  return { time: call.now, region: call.region, record, sideObjects: [...input.aside, ...output.aside] };
}

/** A body in its record, or the path of the object it is put aside as. */
function placed(
  { bedrock }: World,
  call: Call,
  { side, body }: { readonly side: 'input' | 'output'; readonly body: Json },
): { readonly member: JsonObject; readonly aside: readonly SideObject[] } {
  if (JSON.stringify(body).length <= INLINE) return { member: { [`${side}BodyJson`]: body }, aside: [] };
  const { logging } = bedrock(call.region);
  const place = logging?.s3Config ?? logging?.cloudWatchConfig?.largeDataDeliveryS3Config;
  if (place === undefined) return { member: {}, aside: [] };
  const prefix = place.keyPrefix === undefined || place.keyPrefix === '' ? '' : `${place.keyPrefix}/`;
  const name = `data/${call.requestId}_${side}.json.gz`;
  const path = `s3://${place.bucketName}/${prefix}${invocationFolder(call.region, call.now)}/${name}`;
  return { member: { [`${side}BodyS3Path`]: path }, aside: [{ name, body }] };
}
