import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { counted } from '../base/text.ts';
import { CloudError } from '../model/cloud-error.ts';
import type { CollectContext, Collected, Collector } from '../ports/collector.ts';
import { forecast, refusedForecast } from './forecasts.ts';
import { coverage, deniedText, document, firstFew, objectsIn, readOrDenied, textIn } from './given-pieces.ts';

/** Versions of one data source that are listed, in pages of a thousand; more is said. */
const MOST_PAGES = 200;

interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** How the listing went. */
interface Told {
  places: number;
  versions: number;
  readonly missed: string[];
}

/**
 * The versions of the objects behind knowledge bases, with who deleted or replaced them by their times: what poisoned a
 * knowledge base, and what there was before. The bytes of a version are kept by s3/copy-evidence.
 */
export const objectVersions: Collector = {
  id: 'knowledge-base-object-versions',
  title: 'Versions of the objects behind knowledge bases',
  gives: 'documents',
  where: 'every-region',
  reads: [
    'bedrock-agent:ListKnowledgeBases',
    'bedrock-agent:ListDataSources',
    'bedrock-agent:GetDataSource',
    's3:GetBucketVersioning',
    's3:ListObjectVersions',
  ],
  async *collect(context) {
    const told: Told = { places: 0, versions: 0, missed: [] };
    const bases = await listed(context, BASES);
    if (bases instanceof CloudError)
      return yield coverage(context, 's3.versions', { status: 'not-readable', detail: deniedText(bases) });
    for (const base of bases)
      for (const place of await placesOf(context, textIn(base['knowledgeBaseId']) ?? '', told)) {
        told.places += 1;
        yield* versionsOf(context, place, told);
      }
    yield covered(context, told);
  },
  async forecast(context) {
    const told: Told = { places: 0, versions: 0, missed: [] };
    const bases = await listed(context, BASES);
    if (bases instanceof CloudError) return refusedForecast(bases);
    const ids = bases.map((base) => textIn(base['knowledgeBaseId']) ?? '');
    const places = (await Promise.all(ids.map((id) => placesOf(context, id, told)))).flat();
    const calls = {
      'bedrock-agent:ListKnowledgeBases': 1,
      'bedrock-agent:ListDataSources': ids.length,
      'bedrock-agent:GetDataSource': places.length,
      's3:GetBucketVersioning': places.length,
      // A page has a thousand versions; how many there are is not told before they are listed.
      's3:ListObjectVersions': places.length,
    };
    const [known, bytes] = places.length === 0 ? [true, 0] : [false, null];
    return forecast({ calls, pieces: places.length, bytes, exact: known, notes: told.missed });
  },
};

const BASES = { operation: 'ListKnowledgeBases', input: {}, list: 'knowledgeBaseSummaries' };

interface Listing {
  readonly operation: string;
  readonly input: JsonObject;
  readonly list: string;
}

async function listed(
  context: CollectContext,
  { operation, input, list }: Listing,
): Promise<readonly JsonObject[] | CloudError> {
  const items: JsonObject[] = [];
  let token: string | null = null;
  do {
    const page: JsonObject | CloudError = await readOrDenied(context, {
      service: 'bedrock-agent',
      operation,
      input: token === null ? input : { ...input, nextToken: token },
    });
    if (page instanceof CloudError) return page;
    items.push(...objectsIn(page[list]));
    token = textIn(page['nextToken']);
  } while (token !== null);
  return items;
}

/** Where the data sources of a knowledge base lie in S3. */
async function placesOf(
  context: CollectContext,
  knowledgeBaseId: string,
  told: Told,
): Promise<readonly Place[]> {
  const sources = await listed(context, {
    operation: 'ListDataSources',
    input: { knowledgeBaseId },
    list: 'dataSourceSummaries',
  });
  if (sources instanceof CloudError) {
    told.missed.push(`knowledge base ${knowledgeBaseId}: ${deniedText(sources)}`);
    return [];
  }
  const places: Place[] = [];
  for (const { dataSourceId = null } of sources) {
    const source = await readOrDenied(context, {
      service: 'bedrock-agent',
      operation: 'GetDataSource',
      input: { knowledgeBaseId, dataSourceId },
    });
    if (source instanceof CloudError)
      told.missed.push(`data source ${String(dataSourceId)}: ${deniedText(source)}`);
    else places.push(...bucketsIn(source));
  }
  return places;
}

function bucketsIn(answer: JsonObject): readonly Place[] {
  const config = within(within(answer['dataSource'], 'dataSourceConfiguration'), 's3Configuration');
  if (!isObject(config)) return [];
  const bucket =
    textIn(config['bucketArn'] as Json)
      ?.split(':')
      .at(-1) ?? '';
  const prefixes = config['inclusionPrefixes'];
  const given = Array.isArray(prefixes) && prefixes.length > 0 ? prefixes.map(String) : [''];
  return bucket === '' ? [] : given.map((prefix) => ({ bucket, prefix }));
}

function within(value: unknown, member: string): unknown {
  return isObject(value) ? value[member] : undefined;
}

async function* versionsOf(
  context: CollectContext,
  { bucket, prefix }: Place,
  told: Told,
): AsyncGenerator<Collected> {
  const place = `s3://${bucket}/${prefix}`;
  const state = await readOrDenied(context, {
    service: 's3',
    operation: 'GetBucketVersioning',
    input: { Bucket: bucket },
  });
  if (state instanceof CloudError) told.missed.push(`${place}: ${deniedText(state)}`);
  else if (state['Status'] !== 'Enabled')
    told.missed.push(`${place}: versioning is not on, what was replaced is gone`);
  let next: JsonObject | null = {};
  for (let page = 1; next !== null; page += 1) {
    if (page > MOST_PAGES) {
      told.missed.push(`${place}: only the first ${MOST_PAGES * 1000} versions were listed`);
      return;
    }
    const input: JsonObject = { Bucket: bucket, Prefix: prefix, ...next };
    const answer: JsonObject | CloudError = await readOrDenied(context, {
      service: 's3',
      operation: 'ListObjectVersions',
      input,
    });
    if (answer instanceof CloudError) {
      told.missed.push(`${place}: ${deniedText(answer)}`);
      return;
    }
    told.versions += objectsIn(answer['Versions']).length + objectsIn(answer['DeleteMarkers']).length;
    yield document(context, `s3/ListObjectVersions/${bucket}/${prefix}/${String(page).padStart(4, '0')}`, {
      input,
      answer,
    });
    next = nextPage(answer);
  }
}

function nextPage({ IsTruncated, NextKeyMarker, NextVersionIdMarker }: JsonObject): JsonObject | null {
  if (IsTruncated !== true || typeof NextKeyMarker !== 'string') return null;
  return {
    KeyMarker: NextKeyMarker,
    ...(typeof NextVersionIdMarker === 'string' ? { VersionIdMarker: NextVersionIdMarker } : {}),
  };
}

function covered(context: CollectContext, { places, versions, missed }: Told): Collected {
  const { to } = context.window;
  const seen =
    places === 0
      ? 'no data source in S3'
      : `${counted(versions, 'version')} of ${counted(places, 'data source')}`;
  return coverage(context, 's3.versions', {
    status: missed.length === 0 ? 'complete' : 'partial',
    detail: [seen, ...firstFew(missed)].join('; '),
    from: to,
    to,
    records: versions,
    stretches: [{ from: to, to }],
  });
}
