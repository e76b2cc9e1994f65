// A simulated account for bench/collect.mjs, in a process of its own: `fork`ed with the part to serve. It answers the
// message 'stats' with what was asked of it, and 'reset' with the same and forgets it.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, gzipSync } from 'node:zlib';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const { leakedCredentialAccount } = await import(join(DIST, 'simulator/scenarios/leaked-credential.js'));
const { openAccount } = await import(join(DIST, 'simulator/account/account.js'));
const { newBucket } = await import(join(DIST, 'simulator/services/s3/buckets.js'));
const { listen } = await import(join(DIST, 'simulator/wire/http-server.js'));

export const BUCKET = 'example-bench-trail';
const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const DAY = 86_400_000;
const RECORD_BYTES = 1400;
const now = Date.now();

const [part, options] = [process.argv[2], JSON.parse(process.argv[3] ?? '{}')];
const clock = { now: () => Date.now() };
const made = leakedCredentialAccount({
  ...{ seed: 'bench', clock, realNow: clock.now, backgroundEvents: 0 },
  // The files' parts are not about the quota of event history.
  ...(part === 'history' ? {} : { lookupsPerSecond: 1e9 }),
});
const world = {
  ...made.world,
  trail: { trails: new Map(), events: [], deleted: [], organizationId: undefined, closedUntil: now },
  invocations: { records: [], closedUntil: now },
  s3: { buckets: new Map() },
};
const bodies = new Map();
if (part === 'history') fillHistory(options);
else fillTrail(options);
const account = openAccount(world);
const stats = new Map();
const server = await listen(counted, 0);
const { accessKeyId, secretAccessKey, sessionToken } = made.responder;
process.send({
  url: server.url,
  environment: {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
  },
});
process.on('message', (message) => {
  process.send({ stats: Object.fromEntries(stats) });
  if (message === 'reset') stats.clear();
});
process.on('disconnect', () => process.exit(0));

/** Answers as the account does, and notes when which operation was asked for. */
async function counted(request) {
  const name = operationOf(request);
  const one = stats.get(name) ?? { calls: 0, throttled: 0, bytes: 0, first: Date.now(), last: 0 };
  stats.set(name, one);
  const answer = withBody(request, await account(request));
  one.calls += 1;
  one.bytes += answer.body.length;
  // The quota of LookupEvents is refused with 429.
  if (answer.status === 429) one.throttled += 1;
  one.last = Date.now();
  return answer;
}

function operationOf({ headers, method, path, query }) {
  const target = headers['x-amz-target'];
  if (target !== undefined) return target.split('.').at(-1);
  if (!path.startsWith(`/${BUCKET}`)) return 'other';
  return 'list-type' in query ? 'ListObjectsV2' : method === 'GET' ? 'GetObject' : 'other';
}

/** Management events of every Region over ten days; all they share is one object, so that the account stays small. */
function fillHistory({ regions, events }) {
  const shared = {
    eventVersion: '1.11',
    userIdentity: {
      ...{ type: 'AssumedRole', principalId: 'AROAEXAMPLE:deploy', accountId: ACCOUNT },
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/deploy`,
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    },
    ...{ eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances' },
    ...{ sourceIPAddress: '192.0.2.10', userAgent: 'aws-cli/2.17' },
    ...{ requestParameters: { note: 'x'.repeat(400) }, responseElements: null, readOnly: true },
    ...{ eventType: 'AwsApiCall', managementEvent: true, recipientAccountId: ACCOUNT },
    eventCategory: 'Management',
  };
  const step = (10 * DAY) / events;
  for (let index = 0; index < events; index += 1) {
    const time = Math.floor((now - 10 * DAY + index * step) / 1000) * 1000;
    const eventTime = new Date(time).toISOString().replace('.000Z', 'Z');
    for (const awsRegion of regions) {
      const eventID = idOf(`${awsRegion} ${index}`);
      world.trail.events.push({
        time,
        record: { ...shared, eventTime, awsRegion, eventID, requestID: idOf(`request ${eventID}`) },
      });
    }
  }
}

/** A trail with so many files; each body is made when it is asked for. */
function fillTrail({ files, bytes, compress }) {
  const bucket = newBucket(BUCKET, REGION, now);
  world.s3.buckets.set(BUCKET, bucket);
  const settings = {
    ...{
      bucket: BUCKET,
      prefix: undefined,
      isMultiRegion: true,
      globalServices: true,
      isOrganization: false,
    },
    ...{ validation: false, isLogging: true, kmsKeyId: undefined, logGroup: undefined },
    selectors: { kind: 'basic', selectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] },
  };
  const trail = {
    ...{ name: 'bench', arn: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/bench`, homeRegion: REGION },
    changes: [{ at: now - 30 * DAY, settings }],
    ...{ startedAt: now - 30 * DAY, stoppedAt: undefined },
    delivery: {
      log: { latest: undefined, error: undefined },
      digest: { latest: undefined, error: undefined },
    },
  };
  world.trail.trails.set(trail.name, trail);
  // Of the length that its body will have; shared, so that 2 GB of logs need no 2 GB here.
  const stand = new Map();
  for (let index = 0; index < files; index += 1) {
    const at = new Date(now - 10 * DAY + Math.floor((index * 9 * DAY) / files));
    const stamp = at.toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
    const key = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${at.toISOString().slice(0, 10).replaceAll('-', '/')}/${ACCOUNT}_CloudTrail_${REGION}_${stamp}Z_${idOf(key16(index)).slice(0, 16)}.json.gz`;
    const make = () => logFile({ index, at, bytes, compress });
    const length = compress ? make().length : logLength({ at, bytes });
    const content = stand.get(length) ?? Buffer.alloc(length);
    stand.set(length, content);
    const etag = `"${createHash('md5').update(key).digest('hex')}"`;
    const version = { bytes: content, etag, contentType: 'application/json', metadata: {} };
    bucket.objects.set(key, [{ versionId: 'null', modifiedAt: at.getTime(), content: version }]);
    bodies.set(`/${BUCKET}/${key}`, make);
  }
}

function withBody(request, answer) {
  const make =
    request.method === 'GET' && answer.status === 200
      ? bodies.get(decodeURIComponent(request.path))
      : undefined;
  if (make === undefined) return answer;
  const body = make();
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  const headers = { ...answer.headers, 'content-length': String(body.length) };
  if ('x-amz-checksum-crc32' in headers) headers['x-amz-checksum-crc32'] = sum.toString('base64');
  return { ...answer, headers, body };
}

function logFile({ index, at, bytes, compress }) {
  const eventTime = `${at.toISOString().slice(0, 19)}Z`;
  const count = Math.max(1, Math.floor(bytes / RECORD_BYTES));
  const records = Array.from({ length: count }, (_, own) => recordText({ id: `${index} ${own}`, eventTime }));
  return gzipSync(`{"Records":[${records.join(',')}]}`, { level: compress ? 6 : 0 });
}

/** Uncompressed, all files with as many records are as long. */
function logLength({ at, bytes }) {
  return logFile({ index: 0, at, bytes, compress: false }).length;
}

function recordText({ id, eventTime }) {
  const eventID = idOf(id);
  // Random text, so that a compressed file is no smaller than a real one.
  const noise = createHash('sha512').update(id).digest('base64').repeat(5);
  const record = `{"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:deploy","arn":"arn:aws:sts::${ACCOUNT}:assumed-role/deployer/deploy","accountId":"${ACCOUNT}","accessKeyId":"ASIAIOSFODNN7EXAMPLE"},"eventTime":"${eventTime}","eventSource":"ec2.amazonaws.com","eventName":"DescribeInstances","awsRegion":"${REGION}","sourceIPAddress":"192.0.2.10","userAgent":"aws-cli/2.17","requestParameters":{"note":"${noise}"},"responseElements":null,"requestID":"${idOf(`request ${id}`)}","eventID":"${eventID}","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"${ACCOUNT}","eventCategory":"Management"`;
  return `${record},"pad":"${'p'.repeat(Math.max(0, RECORD_BYTES - record.length - 10))}"}`;
}

function idOf(text) {
  const hex = createHash('md5').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function key16(index) {
  return `file ${index}`;
}
