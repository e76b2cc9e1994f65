import type { GetLayerVersionResponse, Layer } from '@aws-sdk/client-lambda';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { newLayerVersion, type LambdaState, type LayerVersion } from '../../world/lambda-state.ts';
import type { World } from '../../world/world.ts';
import { codeAddress } from './code-address.ts';
import { codeIn } from './code.ts';
import { invalid, notFound, type LambdaHandlers } from './handlers.ts';

const VERSION_ARN = /^arn:aws[\w-]*:lambda:[\w-]+:(\d{12}):layer:[\w-]+:\d+$/;

/** Layers: versions are published and read; nothing changes them. */
export function layerHandlers(world: World): LambdaHandlers {
  const { lambda, accountId } = world;
  return {
    PublishLayerVersion: (input, call) => {
      const { Description, CompatibleRuntimes, CompatibleArchitectures, LicenseInfo } = input;
      const { layers } = lambda(call.region);
      const name = layerName(given(input.LayerName, 'LayerName'));
      const published = newLayerVersion({
        name,
        version: 1 + lastVersion(layers, { accountId, name }),
        region: call.region,
        accountId,
        now: call.now,
        code: codeIn(world, given(input.Content, 'Content')),
        described: { Description, CompatibleRuntimes, CompatibleArchitectures, LicenseInfo },
      });
      layers.set(published.arn, published);
      return shown(world, published, call);
    },
    GetLayerVersion: ({ LayerName, VersionNumber }, call) => {
      const name = given(LayerName, 'LayerName');
      return versionAt(world, layerVersionArn(world, { name, version: Number(VersionNumber) }, call), call);
    },
    GetLayerVersionByArn: ({ Arn }, call) => versionAt(world, given(Arn, 'Arn'), call),
  };
}

/** The ARN of a layer version by the layer's name, or by its ARN. */
export function layerVersionArn(
  { accountId }: Pick<World, 'accountId'>,
  { name, version }: { readonly name: string; readonly version: number },
  { region }: Pick<Call, 'region'>,
): string {
  return name.startsWith('arn:')
    ? `${name}:${version}`
    : `arn:aws:lambda:${region}:${accountId}:layer:${name}:${version}`;
}

/** The account that published a layer version. @throws InvalidParameterValueException for what is no ARN of one */
export function layerOwner(arn: string): string {
  const owner = VERSION_ARN.exec(arn)?.[1];
  if (owner === undefined) throw invalid(`Invalid Layer Version ARN: ${arn}`);
  return owner;
}

/** The layers that a request gives a function, as its configuration shows them; nothing where it gives none. */
export function usedLayers(
  { lambda }: Pick<World, 'lambda'>,
  arns: readonly string[] | undefined,
  { region }: Call,
): { readonly Layers?: Layer[] } {
  if (arns === undefined) return {};
  return { Layers: arns.map((arn) => usedLayer(lambda(region), arn)) };
}

function usedLayer({ layers }: LambdaState, arn: string): Layer {
  const found = layers.get(arn);
  if (found === undefined) throw invalid(`Layer version ${arn} does not exist.`);
  return { Arn: arn, CodeSize: found.code.length };
}

function versionAt(world: World, arn: string, call: Call): GetLayerVersionResponse {
  const found = world.lambda(call.region).layers.get(arn);
  if (found === undefined) throw notFound('The resource you requested does not exist.');
  return shown(world, found, call);
}

function shown(world: World, layer: LayerVersion, call: Call): GetLayerVersionResponse {
  const { described } = layer;
  const Location = codeAddress(world, { of: 'layers', ...layer }, call);
  return { ...described, Content: { ...described.Content, Location } };
}

function layerName(identifier: string): string {
  return identifier.replace(/^.*:layer:/, '');
}

function lastVersion(
  layers: LambdaState['layers'],
  { accountId, name }: Pick<LayerVersion, 'accountId' | 'name'>,
): number {
  const own = [...layers.values()].filter((layer) => layer.accountId === accountId && layer.name === name);
  return Math.max(0, ...own.map(({ described }) => described.Version ?? 0));
}
