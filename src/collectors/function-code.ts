import type { JsonObject } from '../base/json.ts';
import { counted } from '../base/text.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import {
  type Archive,
  archivesForecast,
  fetchArchive,
  type FetchedArchives,
  hashIn,
  utcTime,
} from './fetched-archive.ts';
import { forecast, refusedForecast, together } from './forecasts.ts';
import { coverage, deniedText, document, firstFew, objectsIn, readOrDenied, textIn } from './given-pieces.ts';
import { fetchLayers, layerArchives, usedLayers } from './layer-code.ts';

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
  readonly layers: readonly JsonObject[];
}

/**
 * The code of functions, of their published versions and of the layers that any of them uses: what an intruder put
 * there, and what was there before. What changed last comes first. Each archive is held against the hash that Lambda
 * tells of it. Source: FACTS section 5 (E4, E7) and C22.
 */
export const functionCode: Collector = {
  id: 'function-code',
  title: 'Code of Lambda functions and their layers',
  gives: 'documents',
  where: 'region-by-region',
  reads: ['lambda:ListFunctions', 'lambda:GetFunction', 'lambda:GetLayerVersionByArn'],
  async *collect(context) {
    const listed = await everyFunction(context);
    if (listed instanceof CloudError)
      return yield coverage(context, 'lambda.code', { status: 'not-readable', detail: deniedText(listed) });
    const codes = listed.map(listedCode).toSorted(latestFirst);
    const layers = usedLayers(codes);
    const told: FetchedArchives = { kept: 0, bytes: 0, missed: [] };
    for (const code of distinct(codes))
      yield* code.image
        ? imageOf(context, code, told)
        : fetchArchive(context, await archiveOf(context, code), told);
    yield* fetchLayers(context, layers, told);
    const functions = new Set(codes.map(({ name }) => name)).size;
    yield covered(context, { functions, layers: layers.length, told });
  },
  async forecast(context) {
    const listed = await everyFunction(context);
    if (listed instanceof CloudError) return refusedForecast(listed);
    const codes = listed.map(listedCode).toSorted(latestFirst);
    const own = distinct(codes);
    const archives = await Promise.all(
      own.filter(({ image }) => !image).map((code) => archiveOf(context, code)),
    );
    const images = own.filter(({ image }) => image).length;
    return together([
      forecast({ calls: { 'lambda:ListFunctions': 1, 'lambda:GetFunction': images }, pieces: images }),
      archivesForecast([...archives, ...(await layerArchives(context, usedLayers(codes)))]),
    ]);
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
  const { FunctionName, Version, PackageType, CodeSize, LastModified, Layers } = configuration;
  return {
    name: textIn(FunctionName) ?? '',
    version: textIn(Version) ?? '$LATEST',
    image: PackageType === 'Image',
    sha256: hashIn(configuration),
    size: Number(CodeSize ?? 0),
    modified: utcTime(textIn(LastModified)),
    layers: objectsIn(Layers),
  };
}

function latestFirst(a: ListedCode, b: ListedCode): number {
  return (b.modified ?? '').localeCompare(a.modified ?? '');
}

/** Versions that share their code are fetched once: as the latest of them. */
function distinct(codes: readonly ListedCode[]): readonly ListedCode[] {
  const byCode = new Map<string, ListedCode>();
  for (const code of codes) {
    const key = `${code.name} ${code.sha256}`;
    if (code.version === '$LATEST' || !byCode.has(key)) byCode.set(key, code);
  }
  return [...byCode.values()];
}

/** What is fetched of an archive: it may have changed since it was listed, and its hash is that of the same answer. */
async function archiveOf(context: CollectContext, code: ListedCode): Promise<Archive> {
  const { size, modified } = code;
  return {
    name: nameOf(code),
    size,
    kept: await context.kept.has({ source: sourceOf(context, code), size, modified }),
    operation: 'GetFunction',
    input: inputFor(code),
    follow: ['Code', 'Location'],
    byHand: 'get-function',
    answered: ({ Configuration = null }) => {
      const [configuration] = objectsIn([Configuration]);
      const now =
        configuration === undefined ? code : listedCode({ Version: code.version, ...configuration });
      return { ...now, name: nameOf(now), source: sourceOf(context, now) };
    },
  };
}

/** An image stays in its registry: the answer names it by its digest. */
async function* imageOf(
  context: CollectContext,
  code: ListedCode,
  told: FetchedArchives,
): AsyncGenerator<Collected> {
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

interface Ended {
  readonly functions: number;
  readonly layers: number;
  readonly told: FetchedArchives;
}

function covered(context: CollectContext, { functions, layers, told: { kept, missed } }: Ended): Collected {
  const { to } = context.window;
  const layered = layers === 0 ? '' : ` and ${counted(layers, 'layer')}`;
  const seen =
    functions === 0
      ? 'no functions'
      : `${counted(kept, 'archive')} of ${counted(functions, 'function')}${layered} kept`;
  return coverage(context, 'lambda.code', {
    status: missed.length === 0 ? 'complete' : 'partial',
    detail: [seen, ...firstFew(missed)].join('; '),
    from: to,
    to,
    records: kept,
    stretches: [{ from: to, to }],
  });
}
