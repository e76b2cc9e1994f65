import type { Json } from '../base/json.ts';
import type { Reader, Rewritten } from '../ports/reader.ts';
import { guardrailOf } from './bedrock-guardrail.ts';
import { parsed } from './bedrock-invocations.ts';
import { promptText, responseText, tokensOf, toolUses } from './bedrock-text.ts';

/** Nothing in such an object says whose body it is: only its key does, `…/data/<requestId>_input.json.gz`. */
const PLACE = /(?:^|\/)data\/([0-9a-zA-Z-]{8,64})_(input|output)\.json(?:\.gz)?$/;

/** Bodies over 100 KB, which Bedrock writes beside the log files (FACTS 2.3). */
export const bedrockBodies: Reader = {
  id: 'bedrock-bodies',
  title: 'offloaded body of a Bedrock invocation',
  table: 'bedrock_bodies',
  framing: 'values',
  recognise: ({ path, framing }) => PLACE.test(path) && framing.kind !== 'not-json',
  rewrite: ({ text, path }) => parsed(text, (body) => bodyRow(body, path)),
};

/** Media and other objects below `data/`: kept, named, not read. */
export const bedrockMedia: Reader = {
  id: 'bedrock-media',
  title: 'offloaded media of a Bedrock invocation',
  table: null,
  recognise: ({ path }) => /(?:^|\/)BedrockModelInvocationLogs\/.*\/data\//.test(path),
};

function bodyRow(body: Json, path: string): Rewritten {
  const [, requestid, direction] = PLACE.exec(path) ?? [];
  if (requestid === undefined || direction === undefined)
    return { ok: false, problem: 'the key does not name its request' };
  const guardrail = guardrailOf(body);
  const row = {
    requestid,
    direction,
    body: JSON.stringify(body),
    body_text: direction === 'input' ? promptText(body) : responseText(body),
    guardrail_action: guardrail.action,
    guardrail_assessments: guardrail.assessments,
    tool_uses: direction === 'input' ? json(toolUses(body, null)) : json(toolUses(null, body)),
    tokens: direction === 'output' ? tokensOf(body).output : null,
  };
  return { ok: true, rows: [JSON.stringify(row)], problems: [] };
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
