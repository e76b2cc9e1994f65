import { sha256 } from '../base/hashing.ts';
import type { JsonObject } from '../base/json.ts';
import { counted } from '../base/text.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import {
  coverage,
  deniedText,
  document,
  firstFew,
  objectsIn,
  orDenied,
  readOrDenied,
  textIn,
} from './given-pieces.ts';

const MEGABYTE = 1024 * 1024;
/** What can be uploaded by itself; larger archives come through a bucket, and are fetched by hand. */
const LARGEST = 50 * MEGABYTE;
/** So much is fetched from one Region in one collection. */
const MOST_BYTES = 256 * MEGABYTE;

/** Code of a function, as the list tells of it. */
interface ListedCode {
  readonly name: string;
  /** `$LATEST` or the number of a published version. */
  readonly version: string;
  readonly image: boolean;
  /** Of the archive, in hexadecimal digits; empty where it is not told. */
  readonly sha256: string;
  readonly size: number;
  /** ISO 8601 UTC. */
  readonly modified: string | null;
}

/** How the fetching went. */
interface Told {
  kept: number;
  bytes: number;
  readonly missed: string[];
}

/**
 * The code of functions, of their published versions too: what an intruder put into a function, and what was there
 * before. What changed last comes first. Each archive is held against the hash that Lambda tells of it. Source: FACTS
 * section 5 (E4, E7) and C22.
 */
export const functionCode: Collector = {
  id: 'function-code',
  title: 'Code of Lambda functions',
  gives: 'documents',
  where: 'region-by-region',
  reads: ['lambda:ListFunctions', 'lambda:GetFunction'],
  async *collect(context) {
    const listed = await everyFunction(context);
    if (listed instanceof CloudError)
      return yield coverage(context, 'lambda.code', { status: 'not-readable', detail: deniedText(listed) });
    const codes = distinct(listed.map(listedCode));
    const told: Told = { kept: 0, bytes: 0, missed: layersMissed(listed) };
    for (const code of codes)
      yield* code.image ? imageOf(context, code, told) : archiveOf(context, code, told);
    yield covered(context, { functions: new Set(codes.map(({ name }) => name)).size, told });
  },
  async forecast(context) {
    const listed = await everyFunction(context);
    if (listed instanceof CloudError) return refusedForecast(listed);
    let [wanted, bytes] = [0, 0];
    for (const code of distinct(listed.map(listedCode))) {
      if (await context.kept.has({ ...code, source: sourceOf(context, code) })) continue;
      if (!code.image && (code.size > LARGEST || bytes + code.size > MOST_BYTES)) continue;
      wanted += 1;
      bytes += code.image ? 0 : code.size;
    }
    const calls = { 'lambda:ListFunctions': 1, 'lambda:GetFunction': wanted };
    return forecast({ calls, pieces: wanted, bytes });
  },
};

async function everyFunction(context: CollectContext): Promise<readonly JsonObject[] | CloudError> {
  const functions: JsonObject[] = [];
  let marker: string | null = null;
  do {
    const page: JsonObject | CloudError = await readOrDenied(context, {
      service: 'lambda',
      operation: 'ListFunctions',
      input: { FunctionVersion: 'ALL', ...(marker === null ? {} : { Marker: marker }) },
    });
    if (page instanceof CloudError) return page;
    functions.push(...objectsIn(page['Functions']));
    marker = textIn(page['NextMarker']);
  } while (marker !== null && marker !== '');
  return functions;
}

function listedCode(configuration: JsonObject): ListedCode {
  const { FunctionName, Version, PackageType, CodeSha256, CodeSize, LastModified } = configuration;
  const modified = Date.parse(textIn(LastModified) ?? '');
  return {
    name: textIn(FunctionName) ?? '',
    version: textIn(Version) ?? '$LATEST',
    image: PackageType === 'Image',
    sha256: hexadecimal(textIn(CodeSha256)),
    size: Number(CodeSize ?? 0),
    modified: Number.isNaN(modified) ? null : new Date(modified).toISOString(),
  };
}

function hexadecimal(base64: string | null): string {
  return Buffer.from(base64 ?? '', 'base64').toString('hex');
}

/** Versions that share their code are fetched once: as the latest of them. What changed last comes first. */
function distinct(codes: readonly ListedCode[]): readonly ListedCode[] {
  const byCode = new Map<string, ListedCode>();
  for (const code of codes) {
    const key = `${code.name} ${code.sha256}`;
    if (code.version === '$LATEST' || !byCode.has(key)) byCode.set(key, code);
  }
  return [...byCode.values()].toSorted((a, b) => ((a.modified ?? '') < (b.modified ?? '') ? 1 : -1));
}

function layersMissed(functions: readonly JsonObject[]): string[] {
  const layers = new Set(
    functions.flatMap(({ Layers = null }) => objectsIn(Layers).map(({ Arn }) => String(Arn))),
  );
  return layers.size === 0 ? [] : [`the code of ${counted(layers.size, 'layer')} is not fetched`];
}

async function* archiveOf(context: CollectContext, code: ListedCode, told: Told): AsyncGenerator<Collected> {
  const source = sourceOf(context, code);
  const { size, modified } = code;
  if (await context.kept.has({ source, size, modified })) {
    told.kept += 1;
    return;
  }
  if (size > LARGEST || told.bytes + size > MOST_BYTES) {
    told.missed.push(`${nameOf(code)}: ${megabytes(size)}, fetch it by hand (aws lambda get-function)`);
    return;
  }
  const fetched = await orDenied(() =>
    context.fetch(
      { service: 'lambda', operation: 'GetFunction', input: inputFor(code) },
      { follow: ['Code', 'Location'] },
    ),
  );
  if (fetched instanceof CloudError) {
    told.missed.push(`${nameOf(code)}: ${deniedText(fetched)}`);
    return;
  }
  // It may have changed since it was listed: its hash is that of the same answer.
  const configuration = objectsIn([fetched.output['Configuration'] ?? null])[0];
  const now = configuration === undefined ? code : listedCode({ Version: code.version, ...configuration });
  const bytes = fetched.raw;
  if (sha256(bytes) !== now.sha256)
    told.missed.push(`${nameOf(now)}: what was fetched does not have the hash that Lambda tells`);
  told.kept += 1;
  told.bytes += bytes.byteLength;
  yield { kind: 'evidence', source: sourceOf(context, now), bytes, modified: now.modified, mark: null };
}

/** An image stays in its registry: the answer names it by its digest. */
async function* imageOf(context: CollectContext, code: ListedCode, told: Told): AsyncGenerator<Collected> {
  const input = inputFor(code);
  const answer = await readOrDenied(context, { service: 'lambda', operation: 'GetFunction', input });
  if (answer instanceof CloudError) {
    told.missed.push(`${nameOf(code)}: ${deniedText(answer)}`);
    return;
  }
  told.missed.push(`${nameOf(code)}: an image, which stays in its registry; its digest is kept`);
  yield document(context, `code/lambda/${code.name}/${fileName(code.version)}`, { input, answer });
}

function inputFor({ name, version }: ListedCode): JsonObject {
  return { FunctionName: name, ...(version === '$LATEST' ? {} : { Qualifier: version }) };
}

/** The hash is part of the name: code that was replaced is another source. */
function sourceOf({ account, region }: CollectContext, { name, version, sha256: hash }: ListedCode): string {
  return `aws://${account}/${region}/code/lambda/${name}/${fileName(version)}-${hash}.zip`;
}

function fileName(version: string): string {
  return version.replace('$', '');
}

function nameOf({ name, version }: ListedCode): string {
  return version === '$LATEST' ? name : `${name}:${version}`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / MEGABYTE)} MB`;
}

interface Ended {
  readonly functions: number;
  readonly told: Told;
}

function covered(context: CollectContext, { functions, told: { kept, missed } }: Ended): Collected {
  const { to } = context.window;
  const seen =
    functions === 0
      ? 'no functions'
      : `${counted(kept, 'archive')} of ${counted(functions, 'function')} kept`;
  return coverage(context, 'lambda.code', {
    status: missed.length === 0 ? 'complete' : 'partial',
    detail: [seen, ...firstFew(missed)].join('; '),
    from: to,
    to,
    records: kept,
    stretches: [{ from: to, to }],
  });
}
