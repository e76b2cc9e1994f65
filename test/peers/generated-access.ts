import { seeded } from '../support/seeded.ts';

const ACCOUNT = '111122223333';
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/run`;

/** A question to an evaluator of policies, in plain JSON. */
export interface AccessCase {
  readonly action: string;
  readonly resource: string;
  readonly caller: { readonly arn: string; readonly sessionArn: string | undefined };
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly identity: readonly object[];
  readonly boundary: object | undefined;
  readonly session: object | undefined;
  readonly resourcePolicy: object | undefined;
  /** Root first. */
  readonly serviceControl: readonly (readonly object[])[];
}

interface Draw {
  /** True in so many of a hundred. */
  chance(percent: number): boolean;
  one<T>(of: readonly T[]): T;
  several<T>(of: readonly T[], most: number): readonly T[];
}

/** What is asked for: actions with a resource they can be done to. */
const ASKED: readonly (readonly [action: string, resource: string])[] = [
  ['s3:GetObject', 'arn:aws:s3:::data/ann/notes.txt'],
  ['s3:GetObject', 'arn:aws:s3:::data/blue/plan.txt'],
  ['s3:PutObject', 'arn:aws:s3:::data/ann/notes.txt'],
  ['s3:DeleteObject', 'arn:aws:s3:::logs/a/b/c.gz'],
  ['s3:ListBucket', 'arn:aws:s3:::data'],
  ['ec2:TerminateInstances', `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-0example1`],
  ['iam:GetRole', `arn:aws:iam::${ACCOUNT}:role/app`],
  ['lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${ACCOUNT}:function:worker`],
];
const ACTIONS = [
  '*',
  's3:*',
  's3:Get*',
  'S3:getobject',
  's3:?etObject',
  's3:PutObject',
  's3:*Object',
  's3:ListBucket',
  'ec2:*',
  'ec2:Terminate*',
  'iam:Get*',
  'iam:*',
  'lambda:InvokeFunction',
  'lambda:*',
];
const RESOURCES = [
  '*',
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::data',
  'arn:aws:s3:::data/*',
  'arn:aws:s3:::da?a*',
  'arn:aws:s3:::*/*.txt',
  'arn:aws:s3:::data/${aws:username}/*',
  "arn:aws:s3:::data/${aws:PrincipalTag/team, 'none'}/*",
  'arn:aws:s3:::data/${aws:PrincipalTag/team}/*',
  'arn:aws:s3:::logs/*/c.gz',
  `arn:aws:ec2:*:${ACCOUNT}:instance/*`,
  'arn:aws:ec2:eu-*:*:instance/*',
  `arn:aws:iam::${ACCOUNT}:role/*`,
  `arn:aws:iam::${ACCOUNT}:user/*`,
  'arn:aws:lambda:us-east-1:*:function:*',
];
/** Operators with a key and values for it. */
const CONDITIONS: readonly (readonly [operator: string, key: string, values: readonly string[]])[] = [
  ['StringEquals', 'aws:PrincipalTag/team', ['blue', 'red', '${aws:username}']],
  ['StringNotEquals', 'aws:PrincipalTag/team', ['blue', 'green']],
  ['StringEqualsIgnoreCase', 'aws:PrincipalTag/team', ['BLUE', 'Red']],
  ['StringNotEqualsIgnoreCase', 'aws:PrincipalTag/team', ['BLUE', 'Green']],
  ['StringLike', 'aws:PrincipalTag/team', ['bl*', '?ed', '*']],
  ['StringNotLike', 'aws:PrincipalTag/team', ['bl*', 'g*']],
  ['StringLikeIfExists', 'aws:PrincipalTag/team', ['bl*', 'none']],
  ['StringEquals', 'aws:username', ['ann', 'bob']],
  ['StringLike', 'aws:userid', ['AIDA*', '*:run']],
  ['ArnLike', 'aws:PrincipalArn', [`arn:aws:iam::*:user/*`, ROLE, 'arn:aws:iam::*:role/*']],
  ['ArnNotLike', 'aws:PrincipalArn', [USER, `arn:aws:iam::${ACCOUNT}:role/a*`]],
  ['ArnEquals', 'aws:PrincipalArn', [USER, ROLE]],
  ['IpAddress', 'aws:SourceIp', ['192.0.2.0/24', '203.0.113.7/32', '2001:db8::/32']],
  ['NotIpAddress', 'aws:SourceIp', ['192.0.2.0/24', '198.51.100.0/25']],
  ['Bool', 'aws:SecureTransport', ['true', 'false']],
  ['Bool', 'aws:MultiFactorAuthPresent', ['true', 'false']],
  ['BoolIfExists', 'aws:MultiFactorAuthPresent', ['false']],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', ['3600', '60']],
  ['NumericGreaterThanEquals', 'aws:MultiFactorAuthAge', ['60']],
  ['NumericEquals', 'aws:MultiFactorAuthAge', ['300', '60']],
  ['DateGreaterThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z']],
  ['DateLessThan', 'aws:TokenIssueTime', ['2026-01-15T09:00:00Z', '2026-01-01T00:00:00Z']],
  ['DateLessThanEquals', 'aws:CurrentTime', ['2026-01-15T12:00:00Z']],
  ['Null', 'aws:TokenIssueTime', ['true', 'false']],
  ['Null', 'aws:PrincipalTag/team', ['true', 'false']],
  ['ForAnyValue:StringEquals', 'aws:CalledVia', ['bedrock.amazonaws.com', 'athena.amazonaws.com']],
  ['ForAllValues:StringEquals', 'aws:CalledVia', ['bedrock.amazonaws.com', 'athena.amazonaws.com']],
  ['ForAllValues:StringLike', 'aws:CalledVia', ['*.amazonaws.com', 'b*']],
  ['ForAnyValue:StringLike', 'aws:CalledVia', ['b*', 'c*']],
  ['StringEquals', 'aws:RequestedRegion', ['us-east-1', 'eu-west-1']],
  ['StringNotEquals', 'aws:RequestedRegion', ['us-east-1']],
];

/** So many cases, which the seed determines. */
export function generatedCases(seed: number, count: number): readonly AccessCase[] {
  const random = seeded(seed);
  const draw: Draw = {
    chance: (percent) => random() * 100 < percent,
    one: <T>(of: readonly T[]): T => {
      const found = of[Math.floor(random() * of.length)];
      if (found === undefined) throw new Error('nothing to draw from');
      return found;
    },
    several: (of, most) => Array.from({ length: 1 + Math.floor(random() * most) }, () => draw.one(of)),
  };
  return Array.from({ length: count }, () => generatedCase(draw));
}

function generatedCase(draw: Draw): AccessCase {
  const isSession = draw.chance(50);
  const [action, resource] = draw.one(ASKED);
  const hasPolicy = action.startsWith('s3:') && draw.chance(50);
  return {
    action,
    resource,
    caller: isSession ? { arn: ROLE, sessionArn: SESSION } : { arn: USER, sessionArn: undefined },
    context: contextOf(draw, isSession),
    identity: Array.from({ length: draw.one([0, 1, 1, 2]) }, () => policy(draw, 'identity')),
    boundary: draw.chance(25) ? policy(draw, 'guard') : undefined,
    session: isSession && draw.chance(30) ? policy(draw, 'guard') : undefined,
    resourcePolicy: hasPolicy ? policy(draw, 'resource') : undefined,
    serviceControl: draw.chance(35)
      ? Array.from({ length: draw.one([1, 2, 3]) }, () => [policy(draw, 'guard')])
      : [],
  };
}

function contextOf(draw: Draw, isSession: boolean): AccessCase['context'] {
  const maybe = (percent: number, key: string, values: readonly string[]): Record<string, string> =>
    draw.chance(percent) ? { [key]: draw.one(values) } : {};
  return {
    'aws:PrincipalArn': isSession ? ROLE : USER,
    'aws:userid': isSession ? 'AROAEXAMPLEEXAMPLE123:run' : 'AIDAEXAMPLEEXAMPLE123',
    'aws:CurrentTime': draw.one(['2026-01-15T12:00:00Z', '2026-06-01T00:00:00Z']),
    'aws:SourceIp': draw.one(['192.0.2.10', '203.0.113.7', '198.51.100.200', '2001:db8::5']),
    'aws:SecureTransport': draw.one(['true', 'false']),
    'aws:RequestedRegion': draw.one(['us-east-1', 'eu-west-1']),
    ...(isSession ? {} : { 'aws:username': 'ann' }),
    ...maybe(60, 'aws:PrincipalTag/team', ['blue', 'red', 'ann', 'Blue']),
    ...(isSession ? maybe(90, 'aws:TokenIssueTime', ['2026-01-15T08:00:00Z', '2026-01-15T10:00:00Z']) : {}),
    ...(isSession ? maybe(60, 'aws:MultiFactorAuthPresent', ['true', 'false']) : {}),
    ...maybe(40, 'aws:MultiFactorAuthAge', ['30', '60', '300', '5000']),
    ...(draw.chance(40)
      ? {
          'aws:CalledVia': [
            ...new Set(draw.several(['bedrock.amazonaws.com', 'cloudformation.amazonaws.com'], 2)),
          ],
        }
      : {}),
  };
}

type Kind = 'identity' | 'guard' | 'resource';

function policy(draw: Draw, kind: Kind): object {
  const statements = Array.from({ length: draw.one([1, 1, 2, 3]) }, () => statement(draw, kind));
  // What guards the rest denies by default, so that most of them let something through.
  const open = { Effect: 'Allow', Action: '*', Resource: '*' };
  return {
    Version: draw.chance(92) ? '2012-10-17' : '2008-10-17',
    Statement: kind === 'guard' && draw.chance(70) ? [open, ...statements] : statements,
  };
}

function statement(draw: Draw, kind: Kind): object {
  const deny = draw.chance(kind === 'guard' ? 50 : 25);
  // A resource's policy speaks of its own service.
  const actions = kind === 'resource' ? ACTIONS.filter((one) => /^s3:/i.test(one)) : ACTIONS;
  const resources = kind === 'resource' ? RESOURCES.filter((one) => one.startsWith('arn:aws:s3')) : RESOURCES;
  return {
    Effect: deny ? 'Deny' : 'Allow',
    ...(kind === 'resource' ? principalOf(draw, deny) : {}),
    [draw.chance(15) ? 'NotAction' : 'Action']: [...new Set(draw.several(actions, 3))],
    [draw.chance(12) ? 'NotResource' : 'Resource']: [...new Set(draw.several(resources, 2))],
    ...(draw.chance(45) ? { Condition: conditionOf(draw) } : {}),
  };
}

function principalOf(draw: Draw, deny: boolean): object {
  const named = draw.one<unknown>([
    '*',
    { AWS: '*' },
    { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    { AWS: ACCOUNT },
    { AWS: USER },
    { AWS: [ROLE] },
    { AWS: SESSION },
    { Service: 'bedrock.amazonaws.com' },
  ]);
  return deny && draw.chance(10)
    ? { NotPrincipal: { AWS: [`arn:aws:iam::${ACCOUNT}:root`, draw.one([USER, ROLE])] } }
    : { Principal: named };
}

function conditionOf(draw: Draw): object {
  const made: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, key, values] of draw.several(CONDITIONS, 2))
    made[operator] = { ...made[operator], [key]: [...new Set(draw.several(values, 2))] };
  return made;
}
