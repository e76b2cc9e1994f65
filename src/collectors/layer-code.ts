import type { JsonObject } from '../base/json.ts';
import type { CollectContext, Collected } from '../ports/collector.ts';
import { type Archive, fetchArchive, type FetchedArchives, hashIn, utcTime } from './fetched-archive.ts';
import { objectsIn, textIn } from './given-pieces.ts';

const VERSION_ARN = /^arn:[\w-]+:lambda:[\w-]+:(?<owner>\d{12}):layer:(?<name>[\w-]+):(?<version>\d+)$/;

/** A version of a layer, as the functions that use it tell of it. */
interface UsedLayer {
  readonly arn: string;
  /** Bytes; 0 where it is not told. */
  readonly size: number;
}

/** The layer versions that functions use, as their configurations name them: each once, in the functions' order. */
export function usedLayers(
  functions: readonly { readonly layers: readonly JsonObject[] }[],
): readonly UsedLayer[] {
  const used = functions
    .flatMap(({ layers }) => layers)
    .map(({ Arn, CodeSize }) => ({ arn: textIn(Arn) ?? '', size: Number(CodeSize ?? 0) }));
  return [...new Map(used.map((layer) => [layer.arn, layer])).values()];
}

/**
 * The code of layers, also of other accounts: an intruder may hide code there that no function shows. A version of a
 * layer never changes, so that what is kept under its hash need not be asked for again.
 */
export async function* fetchLayers(
  context: CollectContext,
  layers: readonly UsedLayer[],
  told: FetchedArchives,
): AsyncGenerator<Collected> {
  const kept = await keptLayers(context);
  for (const layer of layers) {
    const archive = archiveOf(context, layer, kept);
    if (archive === null) told.missed.push(`${layer.arn}: no ARN of a layer version, and not fetched`);
    else yield* fetchArchive(context, archive, told);
  }
}

/** What is to be fetched of the layers; one whose ARN is no layer version's is not. */
export async function layerArchives(
  context: CollectContext,
  layers: readonly UsedLayer[],
): Promise<readonly Archive[]> {
  const kept = await keptLayers(context);
  return layers.flatMap((layer) => archiveOf(context, layer, kept) ?? []);
}

/** Sources of the layers in the case without the hash that ends their names, where their bytes have that hash. */
async function keptLayers(context: CollectContext): Promise<ReadonlySet<string>> {
  const { account, region, kept } = context;
  const sources = new Set<string>();
  for await (const { source, sha256 } of kept.records('function-code', layersOf(account, region))) {
    const end = archiveEnd(sha256);
    if (source.endsWith(end)) sources.add(source.slice(0, -end.length));
  }
  return sources;
}

function archiveOf(
  { account, region }: CollectContext,
  { arn, size }: UsedLayer,
  kept: ReadonlySet<string>,
): Archive | null {
  const { owner, name, version } = VERSION_ARN.exec(arn)?.groups ?? {};
  if (owner === undefined || name === undefined || version === undefined) return null;
  const foreign = owner !== account;
  const source = `${layersOf(account, region)}${foreign ? `${owner}/` : ''}${name}/${version}`;
  const told = `layer ${name}:${version}${foreign ? ` of account ${owner}` : ''}`;
  return {
    name: told,
    size,
    kept: kept.has(source),
    operation: 'GetLayerVersionByArn',
    input: { Arn: arn },
    follow: ['Content', 'Location'],
    byHand: 'get-layer-version-by-arn',
    answered: ({ Content = null, CreatedDate = null }) => {
      const sha256 = hashIn(objectsIn([Content])[0] ?? {});
      const modified = utcTime(textIn(CreatedDate));
      return { name: told, source: `${source}${archiveEnd(sha256)}`, sha256, modified };
    },
  };
}

function layersOf(account: string, region: string): string {
  return `aws://${account}/${region}/code/layer/`;
}

function archiveEnd(sha256: string): string {
  return `-${sha256}.zip`;
}
