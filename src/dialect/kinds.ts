/** What a value is, as coarse as Athena's rules about mixing types need it. */
export type SqlKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'boolean'
  | 'time'
  | 'date'
  | 'interval'
  | 'json'
  | 'array'
  | 'map'
  | 'row'
  | 'binary';

const NUMBERS: ReadonlySet<SqlKind> = new Set(['integer', 'decimal', 'double']);
const TIMES: ReadonlySet<SqlKind> = new Set(['time', 'date']);

/** Whether Athena would compare the two, or put them in one column, without a cast. */
export function mixable(a: SqlKind, b: SqlKind): boolean {
  return a === b || (NUMBERS.has(a) && NUMBERS.has(b)) || (TIMES.has(a) && TIMES.has(b));
}

/** Whether it is a number of any kind. */
export function isNumber(kind: SqlKind): boolean {
  return NUMBERS.has(kind);
}

/** How a kind is called in a message. */
export const KIND_NAMES: Readonly<Record<SqlKind, string>> = {
  text: 'text (varchar)',
  integer: 'an integer',
  decimal: 'a decimal number',
  double: 'a floating-point number',
  boolean: 'a boolean',
  time: 'a timestamp',
  date: 'a date',
  interval: 'an interval',
  json: 'JSON',
  array: 'an array',
  map: 'a map',
  row: 'a row',
  binary: 'binary data',
};

const BY_TYPE: Readonly<Record<string, SqlKind>> = {
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  DECIMAL: 'decimal',
  FLOAT: 'double',
  DOUBLE: 'double',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'time',
  'TIMESTAMP WITH TIME ZONE': 'time',
  INTERVAL: 'interval',
  JSON: 'json',
  LIST: 'array',
  MAP: 'map',
  STRUCT: 'row',
  BLOB: 'binary',
};

/** The kind of an engine type as it stands in a serialized statement; undefined for types Athena does not have. */
export function kindOfType(type: string): SqlKind | undefined {
  return BY_TYPE[type.toUpperCase()];
}

/** The columns of the lake's tables that are not text, and those whose fields are (each leaf of a struct is text). */
const OTHER_COLUMNS: Readonly<Record<string, SqlKind>> = {
  event_ts: 'time',
  record: 'integer',
  byte_offset: 'integer',
  byte_length: 'integer',
  input_tokens: 'integer',
  output_tokens: 'integer',
  request_bytes: 'integer',
  response_bytes: 'integer',
  duration_ms: 'integer',
  status_code: 'integer',
  resources: 'array',
  useridentity: 'row',
  addendum: 'row',
  tlsdetails: 'row',
};

const TEXT_COLUMNS = new Set(
  `eventversion eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage
  requestparameters responseelements additionaleventdata requestid eventid eventtype apiversion readonly
  recipientaccountid serviceeventdetails sharedeventid vpcendpointid vpcendpointaccountid eventcategory
  sessioncredentialfromconsole edgedevicedetails managementevent eventcontext insightdetails evidence schematype
  schemaversion timestamp accountid region operation modelid identity_arn input_content_type input_body input_body_s3
  output_content_type output_body output_body_s3 prompt_text response_text guardrail_action guardrail_assessments
  tool_uses path problem category principal resource subscription location status outcome deployment modelversion
  settings service access_key delegated_by resource_type project permission permission_type granted stage
  endpoint`.split(/\s+/),
);

/** The kind of a column of the lake, by its lower-case name; undefined for other names. */
export function kindOfColumn(name: string): SqlKind | undefined {
  return OTHER_COLUMNS[name] ?? (TEXT_COLUMNS.has(name) ? 'text' : undefined);
}
