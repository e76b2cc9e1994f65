import type { JsonObject } from '../base/json.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { textOf } from './answers.ts';
import { guardrailBody } from './guardrail-body.ts';
import { allItems, NEXT_TOKEN_PAGES } from './pages.ts';

export interface GuardrailPlace {
  readonly region: string;
  /** Id or ARN. */
  readonly guardrail: string;
}

/** A guardrail as an update has to be given it. */
export interface GuardrailVersion {
  readonly id: string;
  readonly body: JsonObject;
  readonly description: string | null;
}

const ABSENT = ['ResourceNotFoundException', 'ResourceNotFound'];

/** One version of a guardrail; null where there is none. */
export async function readGuardrail(
  { region, guardrail }: GuardrailPlace,
  version: string,
  reader: CloudReader,
): Promise<GuardrailVersion | null> {
  const answer = await reader.read({
    service: 'bedrock',
    operation: 'GetGuardrail',
    region,
    input: { guardrailIdentifier: guardrail, guardrailVersion: version },
    absent: ABSENT,
  });
  return answer === null
    ? null
    : {
        id: textOf(answer, 'guardrailId') ?? guardrail,
        body: guardrailBody(answer),
        description: textOf(answer, 'description'),
      };
}

/** The number of the newest version; null where there is only the draft. */
export async function latestVersion(
  { region, guardrail }: GuardrailPlace,
  reader: CloudReader,
): Promise<string | null> {
  const versions = await list({ guardrailIdentifier: guardrail }, region, reader);
  const numbers = versions
    .map((summary) => Number(textOf(summary, 'version')))
    .filter((number) => Number.isInteger(number));
  return numbers.length === 0 ? null : String(Math.max(...numbers));
}

/** The id of the guardrail of that name; null where there is none. */
export async function guardrailNamed(
  name: string,
  region: string,
  reader: CloudReader,
): Promise<string | null> {
  const all = await list({}, region, reader);
  const found = all.find((summary) => textOf(summary, 'name') === name);
  return found === undefined ? null : textOf(found, 'id');
}

function list(input: JsonObject, region: string, reader: CloudReader): Promise<readonly JsonObject[]> {
  return allItems(
    { service: 'bedrock', operation: 'ListGuardrails', region, input, absent: ABSENT },
    { items: 'guardrails', ...NEXT_TOKEN_PAGES },
    reader,
  );
}
