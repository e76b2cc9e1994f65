import type { DuckDBConnection } from '@duckdb/node-api';
import { type CoverageEntry, LONGEST_SILENCE_MS, type Stretch, without } from '../model/coverage.ts';
import { isSourceId, type SourceId } from '../model/source.ts';

/** The class of source a CloudTrail record belongs to (FACTS 1.1, 1.3, 2.1). */
const SOURCE_OF = `CASE
  WHEN eventcategory = 'Insight' THEN 'cloudtrail.insight'
  WHEN eventcategory = 'NetworkActivity' OR eventtype IN ('AwsVpceEvents', 'AwsVpceEvent') THEN 'cloudtrail.network'
  WHEN eventcategory = 'Data' OR managementevent = 'false' OR (eventcategory IS NULL AND managementevent IS NULL AND (
    (eventsource = 's3.amazonaws.com' AND eventname IN ('GetObject', 'PutObject', 'DeleteObject', 'HeadObject', 'CopyObject', 'ListObjects', 'CompleteMultipartUpload', 'UploadPart'))
    OR (eventsource = 'lambda.amazonaws.com' AND eventname = 'Invoke')
    OR (eventsource = 'bedrock.amazonaws.com' AND eventname IN ('InvokeAgent', 'InvokeInlineAgent', 'InvokeFlow', 'Retrieve', 'RetrieveAndGenerate', 'ApplyGuardrail', 'RenderPrompt'))
  )) THEN CASE
    WHEN eventsource = 's3.amazonaws.com' THEN 'cloudtrail.data.s3'
    WHEN eventsource = 'lambda.amazonaws.com' THEN 'cloudtrail.data.lambda'
    WHEN eventsource = 'bedrock.amazonaws.com' THEN 'cloudtrail.data.bedrock'
    WHEN eventsource = 'bedrock-mantle.amazonaws.com' THEN 'cloudtrail.data.mantle'
    WHEN eventsource = 'aws-external-anthropic.amazonaws.com' THEN 'cloudtrail.data.anthropic'
    WHEN eventsource = 'bedrock-agentcore.amazonaws.com' THEN 'cloudtrail.data.agentcore'
    WHEN eventsource = 'sagemaker.amazonaws.com' THEN 'cloudtrail.data.sagemaker'
    WHEN eventsource IN ('qbusiness.amazonaws.com', 'q.amazonaws.com', 'qapps.amazonaws.com', 'codewhisperer.amazonaws.com') THEN 'cloudtrail.data.q'
    WHEN eventsource IN ('ses.amazonaws.com', 'email.amazonaws.com') THEN 'cloudtrail.data.ses'
    ELSE 'cloudtrail.data.other' END
  ELSE 'cloudtrail.management' END`;

/** The class of source an Azure record belongs to; the Activity log's stored records say Write, Delete or Action. */
const AZURE_SOURCE = `CASE
  WHEN upper(resource) LIKE '%/PROVIDERS/MICROSOFT.COGNITIVESERVICES/%' AND category = 'Audit' THEN 'azure.openai.audit'
  WHEN upper(resource) LIKE '%/PROVIDERS/MICROSOFT.COGNITIVESERVICES/%' AND category = 'RequestResponse' THEN 'azure.openai.requests'
  WHEN lower(category) IN ('administrative', 'write', 'delete', 'action', 'security', 'policy', 'servicehealth', 'resourcehealth', 'alert', 'autoscale', 'recommendation') THEN 'azure.activity'
  ELSE 'azure.other' END`;
const GOOGLE_SOURCE = `CASE category WHEN 'activity' THEN 'google.audit.activity' WHEN 'data_access' THEN 'google.audit.data' ELSE 'google.audit.other' END`;

const ISO = '%Y-%m-%dT%H:%M:%SZ';

/** Stretches with records, by source, account and Region; a stretch ends where nothing stands for ten minutes. */
const STRETCHES = `WITH seen AS (
  SELECT ${SOURCE_OF} AS source, recipientaccountid AS account, awsregion AS region, event_ts AS t FROM cloudtrail
  UNION ALL SELECT 'bedrock.invocations', accountid, region, event_ts FROM bedrock_invocations
  UNION ALL SELECT ${AZURE_SOURCE}, subscription, location, event_ts FROM azure_events
  UNION ALL SELECT ${GOOGLE_SOURCE}, project, location, event_ts FROM google_events
), minutes AS (
  SELECT source, account, region, epoch_ms(t) // 60000 AS m, min(t) AS f, max(t) AS l, count(*) AS n FROM seen GROUP BY 1, 2, 3, 4
), marked AS (
  SELECT *, CASE WHEN epoch_ms(f) - epoch_ms(lag(l) OVER w) <= ${LONGEST_SILENCE_MS} THEN 0 ELSE 1 END AS start FROM minutes WINDOW w AS (PARTITION BY source, account, region ORDER BY m)
), numbered AS (
  SELECT *, sum(start) OVER (PARTITION BY source, account, region ORDER BY m) AS stretch FROM marked
)
SELECT source, account, region, strftime(min(f), '${ISO}'), strftime(max(l), '${ISO}'), CAST(sum(n) AS BIGINT)
FROM numbered GROUP BY source, account, region, stretch ORDER BY 1, 2, 3, 4`;

/** Logging switched off, on or changed (FACTS I6, M1). */
const CHANGES = `SELECT eventname, recipientaccountid, awsregion, strftime(event_ts, '${ISO}') FROM cloudtrail
WHERE errorcode IS NULL AND event_ts IS NOT NULL AND eventname IN ('StopLogging', 'StartLogging', 'DeleteTrail', 'CreateTrail', 'UpdateTrail', 'PutEventSelectors',
  'DeleteModelInvocationLoggingConfiguration', 'PutModelInvocationLoggingConfiguration')
UNION ALL SELECT CASE WHEN upper(operation) LIKE '%/DELETE' OR settings LIKE '%"enabled":false%' THEN 'DiagnosticSettingOff' ELSE 'DiagnosticSettingOn' END, subscription, location, strftime(event_ts, '${ISO}')
  FROM azure_events WHERE upper(operation) IN ('MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/DELETE', 'MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/WRITE')
  AND upper(resource) LIKE '%/PROVIDERS/MICROSOFT.COGNITIVESERVICES/%' AND outcome = 'succeeded' AND event_ts IS NOT NULL
UNION ALL SELECT CASE WHEN settings LIKE '%"action":"REMOVE"%' OR settings LIKE '%"exemptedMember"%' THEN 'AuditConfigOff' ELSE 'AuditConfigOn' END, project, location, strftime(event_ts, '${ISO}')
  FROM google_events WHERE settings LIKE '%"audit":%' AND outcome = 'succeeded' AND event_ts IS NOT NULL
ORDER BY 4`;

const SUPPLIED = 'as supplied';

/** What the lake has of each source, as supplied; completeness is declared or proved elsewhere. */
export async function coverageOf(connection: DuckDBConnection): Promise<readonly CoverageEntry[]> {
  const stretches = (await connection.runAndReadAll(STRETCHES)).getRowsJson();
  const changes = (await connection.runAndReadAll(CHANGES))
    .getRowsJson()
    .map(([name, account, region, at]) => ({
      name: String(name),
      account: textOrNull(account),
      region: textOrNull(region),
      at: String(at),
    }));
  const entries = new Map<string, CoverageEntry>();
  for (const [source, account, region, from, to, records] of stretches) {
    if (!isSourceId(source)) continue;
    const key = JSON.stringify([source, account, region]);
    const before = entries.get(key) ?? emptyEntry(source, textOrNull(account), textOrNull(region));
    entries.set(
      key,
      extended(before, { from: textOrNull(from), to: textOrNull(to), records: Number(records) }),
    );
  }
  return [...entries.values()].map((entry) => withCuts(entry, cutsFor(entry, changes)));
}

interface Change {
  readonly name: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly at: string;
}

interface Cut {
  readonly from: string;
  readonly to: string | null;
  readonly why: string;
}

function emptyEntry(source: SourceId, account: string | null, region: string | null): CoverageEntry {
  return {
    source,
    account,
    region,
    from: null,
    to: null,
    status: 'partial',
    detail: SUPPLIED,
    records: 0,
    stretches: [],
  };
}

function extended(
  entry: CoverageEntry,
  more: { readonly from: string | null; readonly to: string | null; readonly records: number },
): CoverageEntry {
  const records = entry.records + more.records;
  if (more.from === null || more.to === null) return { ...entry, records };
  const stretch: Stretch = { from: more.from, to: more.to };
  return {
    ...entry,
    records,
    from: entry.from ?? more.from,
    to: more.to,
    stretches: [...entry.stretches, stretch],
  };
}

/** Which events end the records of a source, and which begin them anew. */
interface Switch {
  readonly of: (source: SourceId) => boolean;
  readonly off: readonly string[];
  readonly on: readonly string[];
  /** Whether a change counts in its own Region alone. */
  readonly regional: boolean;
}

/** A trail may serve other Regions too: its changes cut the account's records of every Region. */
const SWITCHES: readonly Switch[] = [
  {
    of: (source) => source.startsWith('cloudtrail.'),
    off: ['StopLogging', 'DeleteTrail'],
    on: ['StartLogging', 'CreateTrail'],
    regional: false,
  },
  {
    of: (source) => source === 'bedrock.invocations',
    off: ['DeleteModelInvocationLoggingConfiguration'],
    on: ['PutModelInvocationLoggingConfiguration'],
    regional: true,
  },
  {
    of: (source) => source.startsWith('azure.openai.'),
    off: ['DiagnosticSettingOff'],
    on: ['DiagnosticSettingOn'],
    regional: false,
  },
  {
    of: (source) => source === 'google.audit.data',
    off: ['AuditConfigOff'],
    on: ['AuditConfigOn'],
    regional: false,
  },
];

function cutsFor(entry: CoverageEntry, changes: readonly Change[]): readonly Cut[] {
  const found = SWITCHES.find(({ of }) => of(entry.source));
  if (found === undefined) return [];
  const { off, on, regional } = found;
  const own = changes.filter(
    (change) => change.account === entry.account && (!regional || change.region === entry.region),
  );
  return own
    .filter(({ name }) => off.includes(name))
    .map(({ name, at }) => ({
      from: at,
      to: own.find((later) => on.includes(later.name) && later.at > at)?.at ?? null,
      why: name,
    }));
}

function withCuts(entry: CoverageEntry, cuts: readonly Cut[]): CoverageEntry {
  let stretches = entry.stretches;
  for (const cut of cuts) stretches = without(stretches, cut);
  // Two trails that end in one second read as one line twice.
  const texts = [
    ...new Set(
      cuts.map(({ from, to, why }) => `${why} at ${from}${to === null ? '' : `, on again at ${to}`}`),
    ),
  ];
  const told = texts.slice(0, 3);
  const silent = stretches.length > 1 ? [`${stretches.length} stretches with records`] : [];
  const more = texts.length > told.length ? [`${texts.length - told.length} more logging changes`] : [];
  return { ...entry, stretches, detail: [SUPPLIED, ...told, ...more, ...silent].join('; ') };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
