/** The tables a statement may read; `cloudtrail_logs` is what published queries call `cloudtrail`. */
export const LAKE_TABLES: ReadonlySet<string> = new Set([
  'cloudtrail',
  'cloudtrail_logs',
  'bedrock_invocations',
  'azure_events',
  'google_events',
  'ingest_problems',
]);
