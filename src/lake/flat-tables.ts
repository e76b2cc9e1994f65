import type { LakeTable } from '../ports/reader.ts';

/** Tables whose rows are made as flat JSON before they reach the lake, with the type of each column. */
export const FLAT_TABLES = {
  bedrock_invocations: {
    schematype: 'VARCHAR',
    schemaversion: 'VARCHAR',
    timestamp: 'VARCHAR',
    accountid: 'VARCHAR',
    region: 'VARCHAR',
    requestid: 'VARCHAR',
    operation: 'VARCHAR',
    modelid: 'VARCHAR',
    identity_arn: 'VARCHAR',
    errorcode: 'VARCHAR',
    input_content_type: 'VARCHAR',
    input_body: 'VARCHAR',
    input_body_s3: 'VARCHAR',
    input_tokens: 'BIGINT',
    output_content_type: 'VARCHAR',
    output_body: 'VARCHAR',
    output_body_s3: 'VARCHAR',
    output_tokens: 'BIGINT',
    prompt_text: 'VARCHAR',
    response_text: 'VARCHAR',
    guardrail_action: 'VARCHAR',
    guardrail_assessments: 'VARCHAR',
    tool_uses: 'VARCHAR',
  },
  bedrock_bodies: {
    requestid: 'VARCHAR',
    direction: 'VARCHAR',
    body: 'VARCHAR',
    body_text: 'VARCHAR',
    guardrail_action: 'VARCHAR',
    guardrail_assessments: 'VARCHAR',
    tool_uses: 'VARCHAR',
    tokens: 'BIGINT',
  },
  azure_events: {
    eventtime: 'VARCHAR',
    category: 'VARCHAR',
    operation: 'VARCHAR',
    principal: 'VARCHAR',
    sourceipaddress: 'VARCHAR',
    useragent: 'VARCHAR',
    resource: 'VARCHAR',
    subscription: 'VARCHAR',
    location: 'VARCHAR',
    status: 'VARCHAR',
    outcome: 'VARCHAR',
    errorcode: 'VARCHAR',
    deployment: 'VARCHAR',
    modelid: 'VARCHAR',
    modelversion: 'VARCHAR',
    request_bytes: 'BIGINT',
    response_bytes: 'BIGINT',
    duration_ms: 'BIGINT',
    input_tokens: 'BIGINT',
    output_tokens: 'BIGINT',
    settings: 'VARCHAR',
    requestid: 'VARCHAR',
    print: 'VARCHAR',
  },
  google_events: {
    eventtime: 'VARCHAR',
    category: 'VARCHAR',
    service: 'VARCHAR',
    operation: 'VARCHAR',
    principal: 'VARCHAR',
    access_key: 'VARCHAR',
    delegated_by: 'VARCHAR',
    sourceipaddress: 'VARCHAR',
    useragent: 'VARCHAR',
    resource: 'VARCHAR',
    resource_type: 'VARCHAR',
    project: 'VARCHAR',
    location: 'VARCHAR',
    permission: 'VARCHAR',
    permission_type: 'VARCHAR',
    granted: 'VARCHAR',
    status_code: 'BIGINT',
    status: 'VARCHAR',
    outcome: 'VARCHAR',
    stage: 'VARCHAR',
    modelid: 'VARCHAR',
    endpoint: 'VARCHAR',
    input_tokens: 'BIGINT',
    output_tokens: 'BIGINT',
    settings: 'VARCHAR',
    eventid: 'VARCHAR',
    requestid: 'VARCHAR',
    print: 'VARCHAR',
  },
  problems: { path: 'VARCHAR', problem: 'VARCHAR' },
  files: {
    path: 'VARCHAR',
    sha256: 'VARCHAR',
    size: 'BIGINT',
    reader: 'VARCHAR',
    status: 'VARCHAR',
    records: 'BIGINT',
    detail: 'VARCHAR',
  },
  /** Of rows whose content is sealed: a fingerprint of each whole row. */
  sealed_prints: { print: 'VARCHAR' },
  duplicates: {},
  /** CloudTrail records that a reader rewrote; they join the table `cloudtrail`. */
  cloudtrail_rows: {},
} as const;

export type FlatTable = keyof typeof FLAT_TABLES;
/** `sealed_content` is no table: its parts are sealed rows, which the engine cannot read. */
export type PartTable = LakeTable | FlatTable | 'sealed_content';

/** Columns that need more than reading the JSON: a time made of text. */
const DERIVED: Partial<Record<FlatTable, string>> = {
  bedrock_invocations: 'try_cast(s.timestamp AS TIMESTAMP) AS event_ts',
  azure_events: 'try_cast(s.eventtime AS TIMESTAMP) AS event_ts',
  google_events: 'try_cast(s.eventtime AS TIMESTAMP) AS event_ts',
};

/** Provenance is part of these tables too, but for the accounts of files, which are about paths. */
export function flatSelect(table: FlatTable, source: string): string {
  const columns = FLAT_TABLES[table];
  const derived = DERIVED[table];
  const names = Object.keys(columns).map((name) => `s."${name}" AS "${name}"`);
  if (derived !== undefined) names.push(derived);
  if (table !== 'files') names.push('evidence', 'record', 'byte_offset', 'byte_length');
  return `SELECT ${names.join(', ')} FROM (SELECT from_json(raw, '${JSON.stringify(columns)}') AS s, * FROM ${source})`;
}
