import type { NormalizedSchema } from '@smithy/core/schema';

const DATE = new Date('2026-01-02T03:04:05Z');
const DEEPEST = 7;

/**
 * A value for a schema with every member set. Header values are plain, texts carry what breaks formats, and what
 * clients compute by themselves (checksums, keys of customers) is left out.
 */
export function generate(schema: NormalizedSchema, name = '', above: readonly string[] = []): unknown {
  if (schema.isStructSchema()) return generateStruct(schema, above);
  if (schema.isListSchema()) {
    const inHeader = schema.getMergedTraits().httpHeader !== undefined;
    const item = inHeader ? `h-${name}` : generate(schema.getValueSchema(), name, [...above, name]);
    return item === undefined ? undefined : [item, item];
  }
  if (schema.isMapSchema()) {
    const value = generate(schema.getValueSchema(), name, [...above, name]);
    return value === undefined ? undefined : { k1: value, 'k-2': value };
  }
  if (schema.isBlobSchema()) return Buffer.from('blob\u0001\u0002');
  if (schema.isTimestampSchema()) return DATE;
  if (schema.isBooleanSchema()) return true;
  // As long as the blobs are: a client that says otherwise waits for the rest.
  if (name === 'ContentLength') return 6;
  if (schema.isNumericSchema()) return schema.getMergedTraits().httpResponseCode === 1 ? 200 : 7;
  if (schema.isDocumentSchema()) return { a: [1, 'x', null], b: { c: true } };
  return schema.isStringSchema() ? generateText(schema, name) : undefined;
}

function generateStruct(schema: NormalizedSchema, above: readonly string[]): unknown {
  const own = schema.getName(true) ?? '';
  if (above.filter((name) => name === own).length > 1 || above.length > DEEPEST) return undefined;
  const fields: Record<string, unknown> = {};
  for (const [name, member] of schema.structIterator()) {
    const value =
      member.isStreaming() && member.isStructSchema()
        ? streamOf(member)
        : generate(member, name, [...above, own]);
    if (value !== undefined) fields[name] = value;
    if (value !== undefined && schema.isUnionSchema()) break;
  }
  return Object.keys(fields).length === 0 && schema.isUnionSchema() ? undefined : fields;
}

/** A stream with one event of every kind that is no error. */
function streamOf(union: NormalizedSchema): AsyncIterable<unknown> {
  const events = [...union.structIterator()]
    .filter(([, member]) => member.getMergedTraits()['error'] === undefined)
    .map(([name, member]) => ({ [name]: generate(member, name) }));
  return Object.freeze({
    async *[Symbol.asyncIterator]() {
      yield* events;
    },
  });
}

function generateText(schema: NormalizedSchema, name: string): string | undefined {
  const traits = schema.getMergedTraits();
  if (/SSECustomer|ExpiresString|^Checksum(?!Algorithm|Type|Mode)|^ChecksumMode$/.test(name))
    return undefined;
  // Names a global endpoint of SES: the client then calls another host, signed another way.
  if (name === 'EndpointId') return undefined;
  if (name === 'ChecksumAlgorithm') return 'CRC32';
  if (traits.mediaType !== undefined) return '{"m":1}';
  if (traits.httpHeader !== undefined || traits.httpPrefixHeaders !== undefined) return `h-${name}`;
  if (name === 'Bucket' || name === 'AccountId') return 'bucket-123456';
  return traits.httpLabel === 1 ? `l ${name}/é+%` : `s ${name} <&"'>é+%`;
}

async function collect(values: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** A value in a form in which sent and received can be compared: bytes as hex, dates as text, nothing undefined. */
export async function comparable(value: unknown): Promise<unknown> {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return Promise.all(value.map(comparable));
  if (typeof value !== 'object') return value;
  if (Symbol.asyncIterator in value && !('transformToByteArray' in value))
    return comparable(await collect(value as AsyncIterable<unknown>));
  // JSON in a header comes as an object that wraps the text.
  const primitive: unknown = value.valueOf();
  if (typeof primitive === 'string') return primitive;
  if ('transformToByteArray' in value && typeof value.transformToByteArray === 'function') {
    return Buffer.from((await value.transformToByteArray()) as Uint8Array).toString('hex');
  }
  const fields = await Promise.all(
    Object.entries(value)
      .filter(([name]) => name !== '$metadata')
      .map(async ([name, own]) => [name, await comparable(own)] as const),
  );
  return Object.fromEntries(
    fields.filter(([, own]) => own !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
