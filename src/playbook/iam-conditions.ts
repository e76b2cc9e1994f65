import type { PolicyScope } from './iam-resources.ts';

/** The condition of a policy's statement, by operator and key. */
export type PolicyCondition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Called in one place whatever the Region of the case, or for things that are elsewhere: a trail's home, a bucket's. */
const EVERYWHERE: ReadonlySet<string> = new Set(['iam', 'sts', 'organizations', 's3', 'cloudtrail']);
/** Regions are asked for before any is chosen. */
const BEFORE_REGIONS: ReadonlySet<string> = new Set(['ec2:DescribeRegions']);

/** AWS's own policies that actions attach: nothing else may be attached with the right to attach. */
const ATTACHED = ['AWSCompromisedKeyQuarantineV3', 'AWSDenyAll'];
const ATTACHING = /^iam:(?:Attach|Detach)(?:User|Role)Policy$/;

/** The services that a role is passed to, by the calls that name one. */
export const PASSED_TO = [
  'bedrock.amazonaws.com',
  'bedrock-agentcore.amazonaws.com',
  'cloudtrail.amazonaws.com',
];

/** What narrows an action besides its resource; null = nothing does. */
export function conditionOf(action: string, { regions }: PolicyScope): PolicyCondition | null {
  const [service = ''] = action.split(':');
  if (ATTACHING.test(action))
    return { ArnLike: { 'iam:PolicyARN': ATTACHED.map((name) => `arn:aws*:iam::aws:policy/${name}`) } };
  if (action === 'iam:PassRole') return { StringEquals: { 'iam:PassedToService': PASSED_TO } };
  if (regions.length === 0 || EVERYWHERE.has(service) || BEFORE_REGIONS.has(action)) return null;
  return { StringEquals: { 'aws:RequestedRegion': regions } };
}

/** Values of condition keys that a call has. */
export type CallContext = Readonly<Record<string, string>>;

/**
 * What the keys of our own conditions hold when an action is called: once for each value that it is called with. Keys
 * that an action does not have are given too: IAM counts a key of any statement as missing otherwise.
 */
export function callContexts(action: string, partition: string): readonly CallContext[] {
  const attached = ATTACHED.map((name) => `arn:${partition}:iam::aws:policy/${name}`);
  const [policy = ''] = attached;
  const [service] = PASSED_TO;
  const usual = { 'iam:PolicyARN': policy, 'iam:PassedToService': service ?? '' };
  if (ATTACHING.test(action)) return attached.map((arn) => ({ ...usual, 'iam:PolicyARN': arn }));
  if (action === 'iam:PassRole') return PASSED_TO.map((name) => ({ ...usual, 'iam:PassedToService': name }));
  return [usual];
}
