import type { Cast } from './cast.ts';
import { assumedRole, bearerUser, iamUser, type Caller, type Session } from './cloudtrail-record.ts';
import { accessKeyId, principalId } from './names.ts';
import type { Random } from './random.ts';

/** The intruder: one person or group, and every credential they come to hold. */
export interface Intruder {
  /** The CI user's long-term key, found in a public repository. */
  readonly leakedKey: Caller;
  /** The role taken up with the leaked key. */
  readonly adminSession: Caller;
  readonly adminSessionKeyId: string;
  /** The user made for a Bedrock API key; it outlives the key. */
  readonly phantomUser: { readonly name: string; readonly id: string };
  readonly phantomKeyId: string;
  /** The phantom user, with an access key that has nothing to do with Bedrock. */
  readonly phantomKey: Caller;
  readonly serviceCredentialId: string;
  /** A second key, made for another user. */
  readonly secondKey: Caller;
  readonly secondKeyId: string;
  /** The other user, signed in to the console with a password the intruder has set. */
  readonly console: Caller;
  /** The application's session, carried out of its function. */
  readonly stolenSession: Caller;
  /** Calls with the Bedrock API key, from one of several addresses. */
  readonly bearer: (address: string) => Caller;
  readonly addresses: readonly string[];
}

const FIRST_ADDRESS = '198.51.100.23';
const PROXIES = [
  '203.0.113.14',
  '203.0.113.66',
  '203.0.113.87',
  '203.0.113.121',
  '203.0.113.180',
  '198.51.100.77',
  '198.51.100.201',
];
const CLI = 'aws-cli/2.15.30 Python/3.11.8 Linux/6.6.9-amd64 source/x86_64.kali.2024 prompt/off';
const SCRIPT =
  'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#6.6.9-amd64 lang/python#3.11.8 cfg/retry-mode#legacy';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** @param start the intruder's first call */
export function createIntruder(random: Random, cast: Cast, start: number): Intruder {
  const admin: Session = {
    role: cast.roles.platform,
    name: 'explore',
    accessKeyId: accessKeyId(random, 'ASIA'),
    createdAt: start + 6 * 60_000,
  };
  const phantomUser = { name: 'BedrockAPIKey-x7q2', id: principalId(random, 'AIDA') };
  const phantomKeyId = accessKeyId(random, 'AKIA');
  const serviceCredentialId = principalId(random, 'ACCA');
  const secondKeyId = accessKeyId(random, 'AKIA');
  const { legacyCi, analyst } = cast;
  return {
    leakedKey: { identity: legacyCi.caller.identity, address: FIRST_ADDRESS, userAgent: CLI },
    adminSession: { identity: assumedRole(admin), address: FIRST_ADDRESS, userAgent: SCRIPT },
    adminSessionKeyId: admin.accessKeyId,
    phantomUser,
    phantomKeyId,
    serviceCredentialId,
    phantomKey: {
      identity: iamUser(phantomUser.name, phantomUser.id, phantomKeyId),
      address: '198.51.100.201',
      userAgent: SCRIPT,
    },
    secondKey: {
      identity: iamUser(analyst.name, analyst.id, secondKeyId),
      address: '198.51.100.77',
      userAgent: CLI,
    },
    secondKeyId,
    console: { identity: iamUser(analyst.name, analyst.id), address: '203.0.113.66', userAgent: BROWSER },
    stolenSession: cast.session(cast.roles.application, start + 60 * 60_000, {
      name: 'support-assistant',
      address: '203.0.113.180',
      userAgent: SCRIPT,
    }),
    bearer: (address) => ({
      identity: bearerUser(phantomUser.name, phantomUser.id, serviceCredentialId),
      address,
      userAgent: 'python-requests/2.32.3',
    }),
    addresses: [FIRST_ADDRESS, ...PROXIES],
  };
}
