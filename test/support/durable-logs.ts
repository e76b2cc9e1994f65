import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** An event of a CloudTrail log. */
type Event = Readonly<Record<string, unknown>>;

interface Call {
  readonly id: string;
  readonly minute: number;
  readonly name: string;
  readonly source?: string;
  readonly key?: string;
  readonly address?: string;
  readonly error?: string;
  readonly created?: string;
}

/** More than ingest holds in memory at once. */
const LARGE = 24.5 * 1024 * 1024;

/** A chain of keys: the first makes the second, the second the third, and each is used. */
const CALLS: readonly Call[] = [
  { id: 'a1', minute: 1, name: 'GetCallerIdentity', source: 'sts.amazonaws.com' },
  { id: 'a2', minute: 2, name: 'CreateAccessKey', created: 'AKIAI44QH8DHBEXAMPLE' },
  { id: 'a3', minute: 3, name: 'ListUsers', error: 'AccessDenied' },
  {
    id: 'b1',
    minute: 11,
    name: 'ListBuckets',
    key: 'AKIAI44QH8DHBEXAMPLE',
    address: '203.0.113.9',
    source: 's3.amazonaws.com',
  },
  {
    id: 'b2',
    minute: 12,
    name: 'CreateAccessKey',
    key: 'AKIAI44QH8DHBEXAMPLE',
    address: '203.0.113.9',
    created: 'AKIAJKLMNOPQREXAMPLE',
  },
  {
    id: 'b3',
    minute: 13,
    name: 'DeleteGuardrail',
    key: 'AKIAI44QH8DHBEXAMPLE',
    address: '203.0.113.9',
    source: 'bedrock.amazonaws.com',
  },
  {
    id: 'c1',
    minute: 21,
    name: 'InvokeModel',
    key: 'AKIAJKLMNOPQREXAMPLE',
    address: '192.0.2.10',
    source: 'bedrock.amazonaws.com',
  },
  {
    id: 'c2',
    minute: 22,
    name: 'InvokeModel',
    key: 'AKIAJKLMNOPQREXAMPLE',
    address: '192.0.2.10',
    source: 'bedrock.amazonaws.com',
    error: 'ThrottlingException',
  },
];

/**
 * Writes a small folder of logs with everything that ingest treats in a way of its own: packed, damaged, empty, twice
 * the same bytes, an event in two files, no log at all, and one file too large to be held, so that there are batches.
 */
export function writeDurableLogs(folder: string, { large = true } = {}): void {
  mkdirSync(folder, { recursive: true });
  const of = (letter: string): readonly Event[] =>
    CALLS.filter(({ id }) => id.startsWith(letter)).map(eventOf);
  const name = (minute: number, unique: string, ending = '.json'): string =>
    `111122223333_CloudTrail_us-east-1_20260115T09${String(minute).padStart(2, '0')}Z_${unique}${ending}`;
  const files: Readonly<Record<string, string | Buffer>> = {
    [name(1, 'first')]: records(of('a')),
    [name(2, 'large')]: records(of('b')).replace('},{', `},${large ? ' '.repeat(LARGE) : ''}{`),
    [name(3, 'packed', '.json.gz')]: gzipSync(records(of('c'))),
    [name(4, 'damaged', '.json.gz')]: damaged(),
    [name(5, 'empty')]: records([]),
    [name(6, 'again')]: records(of('a')),
    [name(7, 'repeats')]: records([
      ...of('c').slice(0, 1),
      eventOf({ id: 'd1', minute: 31, name: 'ListUsers' }),
    ]),
    'readme.txt': 'These are logs.\n',
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  for (const file of Object.keys(files)) utimesSync(join(folder, file), 1_768_500_000, 1_768_500_000);
}

/** Writes logs that come later: a key of the chain is used once more, and one file repeats what the case has. */
export function writeMoreLogs(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const later: readonly Call[] = [
    {
      id: 'l1',
      minute: 51,
      name: 'CreateAccessKey',
      key: 'AKIAJKLMNOPQREXAMPLE',
      created: 'AKIAZZZZZZZZZEXAMPLE',
    },
    {
      id: 'l2',
      minute: 52,
      name: 'DeleteGuardrail',
      key: 'AKIAZZZZZZZZZEXAMPLE',
      source: 'bedrock.amazonaws.com',
    },
  ];
  writeFileSync(
    join(folder, '111122223333_CloudTrail_us-east-1_20260115T0951Z_later.json'),
    records(later.map(eventOf)),
  );
  const again = records(CALLS.filter(({ id }) => id.startsWith('a')).map(eventOf));
  writeFileSync(join(folder, '111122223333_CloudTrail_us-east-1_20260115T0952Z_again.json'), again);
}

/** Writes many files of ordinary events, for a run that takes a while. */
export function writeManyLogs(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let file = 0; file < count; file += 1) {
    const minute = String(file % 60).padStart(2, '0');
    const hour = String(Math.floor(file / 60) % 24).padStart(2, '0');
    const events = Array.from({ length: 40 }, (_, index) => ({
      ...eventOf({
        id: `m${file}-${index}`,
        minute: file % 60,
        name: 'ListObjects',
        source: 's3.amazonaws.com',
        key: 'AKIAJKLMNOPQREXAMPLE',
        address: '198.51.100.7',
      }),
      requestParameters: { bucketName: `example-${file % 7}`, prefix: `${file}/${index}/`.repeat(20) },
    }));
    const path = join(folder, `111122223333_CloudTrail_us-east-1_20260115T${hour}${minute}Z_${file}.json.gz`);
    writeFileSync(path, gzipSync(records(events), { level: 1 }));
  }
}

export function records(events: readonly Event[]): string {
  return JSON.stringify({ Records: events });
}

function eventOf(call: Call): Event {
  const {
    id,
    minute,
    name,
    source = 'iam.amazonaws.com',
    key = 'AKIAIOSFODNN7EXAMPLE',
    address = '198.51.100.23',
  } = call;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/build-bot',
      accountId: '111122223333',
      accessKeyId: key,
      userName: 'build-bot',
    },
    eventTime: `2026-01-15T09:${String(minute).padStart(2, '0')}:00Z`,
    eventSource: source,
    eventName: name,
    awsRegion: 'us-east-1',
    sourceIPAddress: address,
    userAgent: 'aws-cli/2.15.0',
    ...(call.error === undefined ? {} : { errorCode: call.error }),
    requestParameters: null,
    responseElements:
      call.created === undefined
        ? null
        : { accessKey: { userName: 'build-bot', accessKeyId: call.created, status: 'Active' } },
    requestID: `r-${id}`,
    eventID: `e-${id}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
  };
}

/** A gzip file that was cut off: its beginning can be read. */
function damaged(): Buffer {
  const events = Array.from({ length: 400 }, (_, index) =>
    eventOf({ id: `x${index}`, minute: 40 + (index % 10), name: `Describe${index * 7919}` }),
  );
  const whole = gzipSync(records(events));
  return whole.subarray(0, Math.floor(whole.length * 0.7));
}
