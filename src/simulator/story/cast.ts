import {
  assumedRole,
  awsService,
  iamUser,
  roleArn,
  type Caller,
  type Role,
  type Session,
} from './cloudtrail-record.ts';
import { accessKeyId, addressIn, principalId } from './names.ts';
import type { Random } from './random.ts';

/** Everybody who belongs to the organization, with the credentials they hold. */
export interface Cast {
  /** The people, each signed in through the identity provider. */
  readonly people: readonly Person[];
  readonly roles: Roles;
  /** A CI user from before the deployment role, whose access key nobody retired. */
  readonly legacyCi: LongTermUser;
  /** An IAM user with a console password and an MFA device. */
  readonly analyst: LongTermUser;
  /** The caller of a role's session at a time; sessions last an hour and are made anew. */
  session(role: Role, time: number, options?: SessionOptions): Caller;
}

export interface Person {
  readonly email: string;
  readonly role: Role;
  readonly address: string;
  readonly browser: string;
}

export interface LongTermUser {
  readonly name: string;
  readonly id: string;
  readonly keyId: string;
  readonly caller: Caller;
}

export interface SessionOptions {
  readonly name?: string;
  readonly address?: string;
  readonly userAgent?: string;
  readonly invokedBy?: string;
  readonly mfa?: boolean;
  readonly fromConsole?: boolean;
}

export type RoleKey = keyof typeof ROLES;
export type Roles = { readonly [Key in RoleKey]: Role };

const ROLES = {
  engineer: { name: 'AWSReservedSSO_Engineer_0a1b2c3d4e5f6071', path: '/aws-reserved/sso.amazonaws.com/' },
  auditor: { name: 'example-security-audit' },
  config: { name: 'AWSServiceRoleForConfig', path: '/aws-service-role/config.amazonaws.com/' },
  scaling: { name: 'AWSServiceRoleForAutoScaling', path: '/aws-service-role/autoscaling.amazonaws.com/' },
  deploy: { name: 'example-deploy' },
  application: { name: 'support-assistant-exec' },
  notify: { name: 'support-assistant-notify-exec' },
  agent: { name: 'AmazonBedrockExecutionRoleForAgents_support', path: '/service-role/' },
  knowledgeBase: { name: 'AmazonBedrockExecutionRoleForKnowledgeBase_support', path: '/service-role/' },
  documentSync: { name: 'example-docs-sync' },
  orders: { name: 'orders-api-exec' },
  billing: { name: 'billing-worker-exec' },
  analytics: { name: 'analytics-etl-exec' },
  portal: { name: 'hr-portal-task' },
  platform: { name: 'data-platform-admin' },
} as const satisfies Readonly<Record<string, Omit<Role, 'id'>>>;

const PEOPLE = ['ana.lopes', 'ben.okafor', 'chiara.rossi', 'dev.patel', 'emma.lind', 'farid.haddad'];

const BROWSERS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0',
];

const HOUR = 3_600_000;
const LAMBDA_AGENT =
  'Boto3/1.35.90 md/Botocore#1.35.90 ua/2.0 os/linux#5.10.230-247.884.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.8 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.35.90';

/** Makes the cast of a seed. Names are fixed; ids, keys and addresses come from `random`. */
export function createCast(random: Random): Cast {
  const roles = makeRoles(random);
  const sessions = new Map<string, Session>();
  const sessionOf = (role: Role, time: number, name: string): Session => {
    const hour = Math.floor(time / HOUR);
    const key = `${role.name}/${name}/${hour}`;
    const known = sessions.get(key);
    if (known !== undefined) return known;
    const own = random.fork(`session/${key}`);
    const createdAt = hour * HOUR - own.int(600_000);
    const made = { role, name, accessKeyId: accessKeyId(own, 'ASIA'), createdAt };
    sessions.set(key, made);
    return made;
  };
  return {
    roles,
    people: PEOPLE.map((name, index) => person(name, index, roles.engineer)),
    legacyCi: longTermUser(random, 'ci-deployer', {
      address: '192.0.2.40',
      userAgent: 'aws-cli/1.34.12 md/Botocore#1.35.12 ua/2.0 os/linux#5.15.0-1075-aws lang/python#3.8.10',
    }),
    analyst: longTermUser(random, 'marta.silva', { address: '192.0.2.71', userAgent: BROWSERS[0] ?? '' }),
    session: (role, time, options = {}) => {
      const session = sessionOf(role, time, options.name ?? role.name);
      const { invokedBy, mfa, fromConsole } = options;
      const identity = assumedRole({
        ...session,
        ...(mfa === undefined ? {} : { mfa }),
        ...(invokedBy === undefined ? {} : { invokedBy }),
      });
      return {
        identity,
        address: options.address ?? invokedBy ?? egressAddress(role),
        userAgent: options.userAgent ?? invokedBy ?? LAMBDA_AGENT,
        ...(fromConsole === undefined ? {} : { fromConsole }),
      };
    },
  };
}

/** The ARN of one of the cast's roles. */
export function roleArnOf(key: RoleKey): string {
  return roleArn({ ...ROLES[key], id: '' });
}

/** The caller that stands for an AWS service acting by itself, such as `lambda`. */
export function serviceCaller(service: string): Caller {
  const host = `${service}.amazonaws.com`;
  return { identity: awsService(host), address: host, userAgent: host };
}

function makeRoles(random: Random): Roles {
  const own = random.fork('roles');
  const made = (key: RoleKey): Role => ({ ...ROLES[key], id: principalId(own, 'AROA') });
  return {
    engineer: made('engineer'),
    auditor: made('auditor'),
    config: made('config'),
    scaling: made('scaling'),
    deploy: made('deploy'),
    application: made('application'),
    notify: made('notify'),
    agent: made('agent'),
    knowledgeBase: made('knowledgeBase'),
    documentSync: made('documentSync'),
    orders: made('orders'),
    billing: made('billing'),
    analytics: made('analytics'),
    portal: made('portal'),
    platform: made('platform'),
  };
}

function person(name: string, index: number, role: Role): Person {
  return {
    email: `${name}@example.com`,
    role,
    address: `192.0.2.${60 + index}`,
    browser: BROWSERS[index % BROWSERS.length] ?? '',
  };
}

function longTermUser(
  random: Random,
  name: string,
  place: { readonly address: string; readonly userAgent: string },
): LongTermUser {
  const own = random.fork(`user/${name}`);
  const id = principalId(own, 'AIDA');
  const keyId = accessKeyId(own, 'AKIA');
  return { name, id, keyId, caller: { identity: iamUser(name, id, keyId), ...place } };
}

/** Each role leaves the account through one address of the organization's network. */
function egressAddress(role: Role): string {
  let sum = 0;
  for (const character of role.name) sum += character.charCodeAt(0);
  return `192.0.2.${128 + (sum % 64)}`;
}

/** An address the organization does not use. */
export function foreignAddress(random: Random): string {
  return addressIn(random, random.pick(['198.51.100', '203.0.113']));
}
