import { readPolicy, type PolicyDocument } from '../../iam/policy-document.ts';
import type { ConditionContext } from '../../iam/pattern.ts';
import type { Access, Call } from '../../world/call.ts';
import type { LambdaFunction } from '../../world/lambda-state.ts';
import type { World } from '../../world/world.ts';
import type { Input } from '../../wire/input.ts';
import { nameIn } from './handlers.ts';
import { layerOwner, layerVersionArn } from './layers.ts';
import { policyText } from './permissions.ts';

interface Asked {
  readonly operation: string;
  readonly input: Input;
}

/**
 * The permissions of a Lambda operation, with the own policy of what it is about; a role that is given has to be
 * passed, and a layer that is given has to be readable.
 */
export function lambdaAccess(world: World, asked: Asked, call: Call): readonly Access[] {
  const { operation, input } = asked;
  const layerVersion = layerVersionIn(world, input, call);
  if (operation === 'PublishLayerVersion')
    return [{ action: 'lambda:PublishLayerVersion', resource: layerVersion?.replace(/:\d*$/, '') ?? '*' }];
  if (layerVersion !== undefined) return readingLayer(world, layerVersion, call);
  const layers = Array.isArray(input['Layers']) ? input['Layers'].map(String) : [];
  return [
    ...functionAccess(world, asked, call),
    ...layers.flatMap((layer) => readingLayer(world, layer, call)),
  ];
}

function layerVersionIn(world: World, input: Input, call: Call): string | undefined {
  const name = textOf(input['LayerName']);
  if (name === undefined) return textOf(input['Arn']);
  return layerVersionArn(world, { name, version: Number(input['VersionNumber'] ?? 0) }, call);
}

/** Of another account's layer, that account decides too. */
function readingLayer({ lambda, accountId }: World, resource: string, { region }: Call): readonly Access[] {
  const asked = { action: 'lambda:GetLayerVersion', resource };
  const byLayer = { ...asked, resourcePolicy: policyOf(lambda(region).layers.get(resource)) };
  return layerOwner(resource) === accountId ? [byLayer] : [asked, { ...byLayer, resourceMustAllow: true }];
}

function functionAccess(world: World, { operation, input }: Asked, { region }: Call): readonly Access[] {
  const action = `lambda:${operation === 'Invoke' ? 'InvokeFunction' : operation}`;
  const identifier = textOf(input['FunctionName']) ?? textOf(input['Resource']);
  if (identifier === undefined) return [{ action, resource: '*' }];
  const { name, qualifier = textOf(input['Qualifier']) } = nameIn(identifier);
  const arn = `arn:aws:lambda:${region}:${world.accountId}:function:${name}`;
  const role = textOf(input['Role']);
  const own = {
    action,
    resource: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    context: contextOf(input),
    resourcePolicy: policyOf(world.lambda(region).functions.get(name)),
  };
  if (role === undefined) return [own];
  const context = new Map([['iam:passedtoservice', ['lambda.amazonaws.com']]]);
  return [own, { action: 'iam:PassRole', resource: role, context }];
}

function policyOf(own: Pick<LambdaFunction, 'statements'> | undefined): PolicyDocument | undefined {
  const text = own === undefined ? undefined : policyText(own);
  const read = text === undefined ? undefined : readPolicy(text, 'resource');
  return read === undefined || 'fault' in read ? undefined : read;
}

function contextOf(input: Input): ConditionContext {
  const keys = new Map<string, readonly string[]>();
  const auth = textOf(input['AuthType']) ?? textOf(input['FunctionUrlAuthType']);
  if (auth !== undefined) keys.set('lambda:functionurlauthtype', [auth]);
  const principal = textOf(input['Principal']);
  if (principal !== undefined) keys.set('lambda:principal', [principal]);
  return keys;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
