import { readPolicy, type PolicyDocument } from '../../iam/policy-document.ts';
import type { ConditionContext } from '../../iam/pattern.ts';
import type { Access, Call } from '../../world/call.ts';
import type { World } from '../../world/world.ts';
import type { Input } from '../../wire/input.ts';
import { nameIn } from './handlers.ts';
import { policyText } from './permissions.ts';

/** The permissions of a Lambda operation, with the function's own policy; a role that is given has to be passed. */
export function lambdaAccess(
  world: World,
  { operation, input }: { readonly operation: string; readonly input: Input },
  { region }: Call,
): readonly Access[] {
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
    resourcePolicy: resourcePolicy(world, region, name),
  };
  if (role === undefined) return [own];
  const context = new Map([['iam:passedtoservice', ['lambda.amazonaws.com']]]);
  return [own, { action: 'iam:PassRole', resource: role, context }];
}

function resourcePolicy({ lambda }: World, region: string, name: string): PolicyDocument | undefined {
  const own = lambda(region).functions.get(name);
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
