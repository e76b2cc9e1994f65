import { connectAccount, regionOf } from '../../aws/connect.ts';
import { createPacer } from '../../aws/pacer.ts';
import { UserError } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json.ts';
import { CloudError, isCredentialFault } from '../../model/cloud-error.ts';
import type { MadeCall } from '../../model/cloud-call.ts';
import {
  destinationText,
  type DestinationWish,
  type EvidenceDestination,
  lockText,
  type ObjectLock,
} from '../../model/evidence-copy.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Cloud } from '../../ports/cloud.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Responder } from '../../ports/responder.ts';
import type { CaseBook } from '../case-book.ts';
import type { EvidenceWish } from './destination-wish.ts';
import { refuseScopedDestination } from './keep-apart.ts';

/** The place evidence is copied to, reached. */
export interface OpenDestination {
  readonly cloud: Cloud;
  readonly destination: EvidenceDestination;
  /** Calls made there since they were last journaled. */
  readonly footprints: MadeCall[];
}

export interface DestinationTools {
  /** Where calls go when not to AWS itself. */
  readonly endpoint: string | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly responder: Pick<Responder, 'tell'>;
}

/**
 * Reaches the place evidence is copied to, new or as journaled: whose credentials they are, that the account is not in
 * the case's scope, and what the bucket does against deletion. Null = nothing is copied. A new place is journaled before
 * it is reached: what could not be reached now is tried again, until it is, or somebody says otherwise.
 */
export async function openDestination(
  book: CaseBook,
  wish: EvidenceWish,
  tools: DestinationTools,
): Promise<OpenDestination | null> {
  const known = book.state.evidenceCopy;
  const active = known !== null && known.ended === null;
  if (wish === 'end') {
    if (active || book.state.evidenceWished !== null)
      await book.record('evidence-copy-ended', { why: 'the responder said so (--evidence none)' });
    return null;
  }
  const wanted = wish ?? book.state.evidenceWished ?? (active ? known.destination : null);
  if (wanted === null) return null;
  await noteWish(book, wanted, tools);
  try {
    return await opened(book, wanted, tools);
  } catch (error) {
    tools.responder.tell(
      `evidence is still to be copied to ${destinationText(wanted)}: heptad resume tries again, --evidence none gives it up`,
    );
    throw error;
  }
}

/** Journals a place that is new to the case, and says that one is tried again that could not be reached before. */
async function noteWish(
  book: CaseBook,
  { bucket, prefix, profile, legalHold }: DestinationWish,
  { responder }: DestinationTools,
): Promise<void> {
  const wish = { bucket, prefix, profile, legalHold };
  const { evidenceWished: waiting, evidenceCopy: known } = book.state;
  if (waiting !== null && isSame(waiting, wish)) {
    responder.tell(`evidence is to be copied to ${destinationText(wish)}, as said before: trying it again`);
    return;
  }
  const reached = waiting === null && known !== null && known.ended === null;
  if (!reached || !isSame(known.destination, wish)) await book.record('evidence-wished', wish);
}

function isSame(a: DestinationWish, b: DestinationWish): boolean {
  return (
    a.bucket === b.bucket && a.prefix === b.prefix && a.profile === b.profile && a.legalHold === b.legalHold
  );
}

async function opened(
  book: CaseBook,
  wanted: DestinationWish,
  tools: DestinationTools,
): Promise<OpenDestination> {
  const known = book.state.evidenceCopy;
  const footprints: MadeCall[] = [];
  const token = known?.destination.token ?? book.state.accounts[0]?.token ?? tools.ids.token();
  const cloud = await reach(wanted, { token, footprints, tools });
  try {
    const destination = await look(wanted, cloud, token);
    refuseScopedDestination(book.state, destination);
    await settle(book, destination, tools);
    return { cloud, destination, footprints };
  } catch (error) {
    cloud.close();
    throw error;
  } finally {
    if (footprints.length > 0) await book.record('calls-made', { calls: footprints.splice(0) });
  }
}

async function settle(
  book: CaseBook,
  destination: EvidenceDestination,
  { responder }: DestinationTools,
): Promise<void> {
  const known = book.state.evidenceCopy;
  const changed =
    known === null ||
    known.ended !== null ||
    book.state.evidenceWished !== null ||
    JSON.stringify(known.destination) !== JSON.stringify(destination);
  if (!changed) return;
  await book.record('evidence-destination', destination);
  responder.tell(
    `evidence is copied to ${destinationText(destination)}, ${destination.label} account ${destination.account}, as ${destination.arn}`,
  );
  responder.tell(`  ${lockText(destination)}`);
}

interface Reaching {
  readonly token: string;
  readonly footprints: MadeCall[];
  readonly tools: DestinationTools;
}

async function reach(
  { profile }: DestinationWish,
  { token, footprints, tools: { endpoint, clock } }: Reaching,
): Promise<Cloud> {
  const pacer = createPacer({ now: () => performance.now(), wait });
  const region = await usualRegion(profile);
  const onCall = (call: MadeCall): void => void footprints.push(call);
  return connectAccount({ profile, region, endpoint, token, pacer, now: () => clock.now(), onCall });
}

/** The bucket has a Region of its own: this one is for the calls before it is known. */
async function usualRegion(profile: string | null): Promise<string> {
  try {
    return await regionOf(profile);
  } catch (error) {
    if (error instanceof UserError) return 'us-east-1';
    throw error;
  }
}

/** @throws UserError where the bucket is not there, is another account's, or cannot hold what it should */
async function look(
  { bucket, prefix, profile, legalHold }: DestinationWish,
  cloud: Cloud,
  token: string,
): Promise<EvidenceDestination> {
  const { account, arn, label } = cloud.identity;
  const asked = (operation: string, region: string): Promise<JsonObject | CloudError> =>
    tried(cloud, { operation, region, input: { Bucket: bucket, ExpectedBucketOwner: account } });
  const located = await asked('GetBucketLocation', cloud.identity.region);
  if (located instanceof CloudError && located.fault.code === 'NoSuchBucket') throw noBucket(bucket, account);
  const region =
    located instanceof CloudError ? cloud.identity.region : regionName(located['LocationConstraint']);
  const objectLock = lockOf(await asked('GetObjectLockConfiguration', region));
  const versioned = await asked('GetBucketVersioning', region);
  const versioning =
    versioned instanceof CloudError ? 'unknown' : versioned['Status'] === 'Enabled' ? 'Enabled' : 'off';
  if (legalHold && objectLock.status === 'off')
    throw new UserError(`${bucket} cannot hold objects`, {
      why: 'a legal hold needs Object Lock, which is off for this bucket',
      fix: 'switch Object Lock on for the bucket, or leave --legal-hold out',
    });
  const what = { bucket, prefix, profile, legalHold, account, arn, label, region, token };
  return { ...what, objectLock, versioning };
}

function noBucket(bucket: string, account: string): UserError {
  return new UserError(`there is no bucket ${bucket} that account ${account} could write to`, {
    fix: 'make it first, in an account that is not part of the incident, with Object Lock and versioning',
  });
}

/** What cannot be told by a refusal stays unknown; credentials that ended, and a line that is cut, are no such thing. */
async function tried(
  cloud: Cloud,
  call: { readonly operation: string; readonly region: string; readonly input: JsonObject },
): Promise<JsonObject | CloudError> {
  try {
    return (await cloud.call({ service: 's3', ...call })).output;
  } catch (error) {
    if (!(error instanceof CloudError) || isCredentialFault(error.fault) || error.fault.retryable)
      throw error;
    return error;
  }
}

function lockOf(answer: JsonObject | CloudError): ObjectLock {
  if (answer instanceof CloudError)
    return answer.fault.code === 'ObjectLockConfigurationNotFoundError'
      ? { status: 'off' }
      : { status: 'unknown', why: answer.fault.code };
  const configuration = answer['ObjectLockConfiguration'];
  if (!isObject(configuration) || configuration['ObjectLockEnabled'] !== 'Enabled') return { status: 'off' };
  const rule = configuration['Rule'];
  const usual = isObject(rule) && isObject(rule['DefaultRetention']) ? rule['DefaultRetention'] : null;
  if (usual === null) return { status: 'on', retention: null };
  const { Mode, Days, Years } = usual;
  const time = Years === undefined ? `${String(Days)} days` : `${String(Years)} years`;
  return { status: 'on', retention: `${String(Mode)} for ${time}` };
}

/** Buckets of us-east-1 have no constraint; the oldest of Ireland have `EU`. */
function regionName(constraint: unknown): string {
  if (typeof constraint !== 'string' || constraint === '') return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
