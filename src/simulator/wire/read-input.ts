import { FromStringShapeDeserializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import type { Match } from './identify.ts';
import type { Input } from './input.ts';
import type { WireRequest } from './message.ts';
import { readQueryForm } from './read-query-form.ts';
import type { ServiceModel } from './service-model.ts';

const DATE_TIME = 5;
const HTTP_DATE = 6;

/** Reads the typed input of a matched request: labels, query, headers and body. */
export async function readInput(match: Match, request: WireRequest): Promise<Input> {
  const { model, operation, form } = match;
  if (form !== undefined) return readQueryForm(operation.input, form, model.protocol === 'ec2Query');
  if (model.protocol.startsWith('awsJson'))
    return request.body.length === 0 ? {} : readBody(model, operation.input, request.body);
  return readRest(match, request);
}

async function readRest(match: Match, request: WireRequest): Promise<Input> {
  const { model, operation } = match;
  if (operation.input.isUnitSchema()) return {};
  const input: Record<string, unknown> = {};
  const inBody: string[] = [];
  let payload = false;
  for (const [name, member] of operation.input.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpPayload === 1) {
      payload = true;
      if (request.body.length > 0) input[name] = await readPayload(model, member, request.body);
    } else if (!bindsOutsideBody(member)) inBody.push(name);
    else {
      const value = readBound(match, request, { name, member });
      if (value !== undefined) input[name] = value;
    }
  }
  if (payload || inBody.length === 0 || request.body.length === 0) return input;
  const body = await readBody(model, operation.input, request.body);
  return {
    ...Object.fromEntries(inBody.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]]))),
    ...input,
  };
}

function bindsOutsideBody(member: NormalizedSchema): boolean {
  const traits = member.getMergedTraits();
  return (
    traits.httpLabel === 1 ||
    [traits.httpQuery, traits.httpQueryParams, traits.httpHeader, traits.httpPrefixHeaders].some(
      (trait) => trait !== undefined,
    )
  );
}

interface Bound {
  readonly name: string;
  readonly member: NormalizedSchema;
}

/** A member whose place is the path, the query or the headers. */
function readBound(match: Match, request: WireRequest, { name, member }: Bound): unknown {
  const { httpLabel, httpQuery, httpQueryParams, httpHeader, httpPrefixHeaders } = member.getMergedTraits();
  if (httpLabel === 1) return readText(member, match.labels[name], DATE_TIME);
  if (httpQuery !== undefined) {
    const values = request.query[httpQuery];
    if (values === undefined) return undefined;
    return member.isListSchema()
      ? values.map((value) => readText(member.getValueSchema(), value, DATE_TIME))
      : readText(member, values[0], DATE_TIME);
  }
  if (httpHeader !== undefined) return readHeader(member, request.headers[httpHeader.toLowerCase()]);
  if (httpPrefixHeaders !== undefined) return prefixed(request.headers, httpPrefixHeaders.toLowerCase());
  return httpQueryParams === 1
    ? Object.fromEntries(Object.entries(request.query).map(([key, values]) => [key, values[0]]))
    : undefined;
}

function readHeader(member: NormalizedSchema, value: string | undefined): unknown {
  if (value === undefined) return undefined;
  if (!member.isListSchema()) return readText(member, value, HTTP_DATE);
  return value.split(',').map((part) => readText(member.getValueSchema(), part.trim(), HTTP_DATE));
}

function prefixed(headers: WireRequest['headers'], prefix: string): Readonly<Record<string, string>> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

function readText(member: NormalizedSchema, text: string | undefined, timestamps: 5 | 6): unknown {
  if (text === undefined) return undefined;
  const reader = new FromStringShapeDeserializer({
    httpBindings: true,
    timestampFormat: { useTrait: true, default: timestamps },
  });
  return reader.read(member, text) as unknown;
}

async function readPayload(
  model: ServiceModel,
  member: NormalizedSchema,
  body: Uint8Array,
): Promise<unknown> {
  if (member.isBlobSchema()) return body;
  if (member.isStringSchema()) return Buffer.from(body).toString('utf8');
  return readBody(model, member, body);
}

async function readBody(model: ServiceModel, schema: NormalizedSchema, body: Uint8Array): Promise<Input> {
  return (await model.codec.getPayloadCodec().createDeserializer().read(schema, body)) as Input;
}
