import { sha256 } from '../../../base/hashing.ts';
import type { Call } from '../../world/call.ts';
import type { LambdaState } from '../../world/lambda-state.ts';
import type { World } from '../../world/world.ts';
import { queryValue, type WireRequest } from '../../wire/message.ts';
import { WireError } from '../../wire/wire-error.ts';

const SECONDS = 600;
const LOOPBACK_HOST = /^(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/;
/** Over the loopback interface the bucket stands in the path, as S3's does there. */
const IN_PATH = /^\/(awslambda-([\w-]+)-(tasks|layers))(\/snapshots\/([^/]+)\/([\w-]+)-([0-9a-f]{64}))$/;
const IN_HOST = /^(awslambda-[\w-]+-(?:tasks|layers))\.s3\./;

/** An archive that Lambda stores. */
export interface StoredCode {
  /** Functions lie in another bucket than layers. */
  readonly of: 'tasks' | 'layers';
  /** The account that owns it. */
  readonly accountId: string;
  readonly name: string;
  readonly codeSha256: string;
}

/** Where the code of a function or of a layer lies, for ten minutes of real time: whoever has the address has the code. */
export function codeAddress(
  { realNow }: Pick<World, 'realNow'>,
  { of, accountId, name, codeSha256 }: StoredCode,
  { region, host }: Pick<Call, 'region' | 'host'>,
): string {
  const path = `/snapshots/${accountId}/${name}-${Buffer.from(codeSha256, 'base64').toString('hex')}`;
  const bucket = `awslambda-${region}-${of}`;
  const place = LOOPBACK_HOST.test(host)
    ? `http://${host}/${bucket}${path}`
    : `https://${bucket}.s3.${region}.amazonaws.com${path}`;
  const date = new Date(realNow()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Date': date,
    'X-Amz-Expires': String(SECONDS),
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': signature({ bucket, path, date }),
  });
  return `${place}?${query.toString()}`;
}

/**
 * What lies at such an address; undefined for a request that asks for none.
 * @throws WireError for one that is wrong or too old
 */
export function codeAt(
  { lambda, realNow }: Pick<World, 'lambda' | 'realNow'>,
  request: WireRequest,
): Uint8Array | undefined {
  const asked = askedFor(request);
  if (asked === null) return undefined;
  const { bucket, region, path, stored } = asked;
  const date = queryValue(request, 'X-Amz-Date') ?? '';
  if (queryValue(request, 'X-Amz-Signature') !== signature({ bucket, path, date }))
    throw new WireError('SignatureDoesNotMatch', 'The request signature does not match.', 403);
  if (realNow() > timeOf(date) + SECONDS * 1000)
    throw new WireError('AccessDenied', 'Request has expired', 403);
  const code = storedIn(lambda(region), stored);
  if (code === undefined) throw new WireError('NoSuchKey', 'The specified key does not exist.', 404);
  return code;
}

function storedIn(
  { functions, layers }: LambdaState,
  { of, accountId, name, codeSha256 }: StoredCode,
): Uint8Array | undefined {
  if (of === 'tasks') return functions.get(name)?.codes.get(codeSha256);
  return [...layers.values()].find(
    (layer) => layer.accountId === accountId && layer.name === name && layer.codeSha256 === codeSha256,
  )?.code;
}

interface AskedFor {
  readonly bucket: string;
  readonly region: string;
  readonly path: string;
  readonly stored: StoredCode;
}

function askedFor({ method, path, headers }: WireRequest): AskedFor | null {
  if (method !== 'GET') return null;
  const inHost = IN_HOST.exec(headers['host'] ?? '')?.[1];
  const found = IN_PATH.exec(inHost === undefined ? path : `/${inHost}${path}`);
  if (found === null) return null;
  const [, bucket = '', region = '', kind, key = '', accountId = '', name = '', hash = ''] = found;
  const codeSha256 = Buffer.from(hash, 'hex').toString('base64');
  const of = kind === 'layers' ? 'layers' : 'tasks';
  return { bucket, region, path: key, stored: { of, accountId, name, codeSha256 } };
}

/** No secret goes into it: nothing here has to be kept from anybody. */
function signature(of: { readonly bucket: string; readonly path: string; readonly date: string }): string {
  return sha256(`${of.bucket}\n${of.path}\n${of.date}`);
}

/** `20260115T090000Z`. */
function timeOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
