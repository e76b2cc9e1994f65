import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Sandbox } from '../../src/lake/sandbox.ts';
import { DIST } from './built.ts';

const TEXTS = [
  'eventVersion',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'eventType',
  'apiVersion',
  'readOnly',
  'recipientAccountId',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'sessionCredentialFromConsole',
  'edgeDeviceDetails',
];
const PERSON = {
  type: 'VARCHAR',
  principalId: 'VARCHAR',
  arn: 'VARCHAR',
  accountId: 'VARCHAR',
  userName: 'VARCHAR',
};
/** The columns of AWS's Athena table that are not text. */
const STRUCTURE = {
  ...Object.fromEntries(TEXTS.map((name) => [name, 'VARCHAR'])),
  userIdentity: {
    ...PERSON,
    invokedBy: 'VARCHAR',
    accessKeyId: 'VARCHAR',
    onBehalfOf: { userId: 'VARCHAR', identityStoreArn: 'VARCHAR' },
    sessionContext: {
      attributes: { mfaAuthenticated: 'VARCHAR', creationDate: 'VARCHAR' },
      sessionIssuer: PERSON,
      ec2RoleDelivery: 'VARCHAR',
      webIdFederationData: { federatedProvider: 'VARCHAR', attributes: 'MAP(VARCHAR, VARCHAR)' },
    },
  },
  resources: [{ ARN: 'VARCHAR', accountId: 'VARCHAR', type: 'VARCHAR' }],
  addendum: {
    reason: 'VARCHAR',
    updatedFields: 'VARCHAR',
    originalRequestID: 'VARCHAR',
    originalEventID: 'VARCHAR',
  },
  tlsDetails: { tlsVersion: 'VARCHAR', cipherSuite: 'VARCHAR', clientProvidedHostHeader: 'VARCHAR' },
};
const SELECT = `SELECT ${Object.keys(STRUCTURE)
  .map((name) => `s."${name}" AS ${name.toLowerCase()}`)
  .join(', ')},
  try_cast(s.eventTime AS TIMESTAMP) AS event_ts, evidence, record, byte_offset, byte_length
  FROM (SELECT from_json(raw, '${JSON.stringify(STRUCTURE)}') AS s, * FROM raw)`;

/** Writes events (each a CloudTrail record) as a part of a lake and gives its path. */
export async function writePart(folder: string, events: readonly object[]): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const part = join(folder, 'part-0.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    'CREATE TABLE raw (evidence VARCHAR, record INTEGER, byte_offset BIGINT, byte_length INTEGER, raw VARCHAR)',
  );
  for (const [index, event] of events.entries()) {
    await connection.run(`INSERT INTO raw VALUES ('${'ab'.repeat(32)}', ${index}, 0, 1, $1)`, [
      JSON.stringify(event),
    ]);
  }
  await connection.run(`COPY (${SELECT}) TO '${part}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return part;
}

/** A sandbox over one part, as the lake opens it. */
export function smallSandbox(
  part: string,
  options: { readonly memoryLimit?: string; readonly graceMs?: number } = {},
): Sandbox {
  const setup = [
    `CREATE VIEW cloudtrail AS SELECT * FROM read_parquet(['${part}'])`,
    'CREATE VIEW cloudtrail_logs AS SELECT * FROM cloudtrail',
    `CREATE VIEW bedrock_invocations AS SELECT 'r1' AS requestid, 12 AS input_tokens, 'Hello' AS prompt_text`,
    `CREATE VIEW ingest_problems AS SELECT 'p' AS path, 0 AS record WHERE false`,
    'CREATE VIEW lake_files AS SELECT 1 AS internal',
  ];
  const config = {
    setup,
    allowedPaths: [part],
    memoryLimit: options.memoryLimit ?? '500MB',
    tempDirectory: null,
  };
  return new Sandbox(config, {
    workerFile: join(DIST, 'lake/sandbox-worker.js'),
    ...(options.graceMs === undefined ? {} : { graceMs: options.graceMs }),
  });
}

/** Every file of a folder with the hash of its bytes and its time of change: equal before and after, or something was touched. */
export function footprint(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map(
      (path) =>
        `${relative(folder, path)} ${statSync(path).mtimeMs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`,
    );
}
