/** The fields of a table, by their names in lower case: the name in the record, and that of the column. */
export interface TableFields {
  /** A column, or a field of a struct, that holds one text. */
  readonly texts: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, { readonly sql: string; readonly member: string }>;
  /** Columns of JSON text; names below them are ways through it. */
  readonly documents: ReadonlyMap<string, string>;
  /** Columns without a fixed list of names below them that a search for a keyword looks through, too. */
  readonly principal: string;
  readonly time: string;
  readonly address: string;
  readonly reference: string;
}

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function columns(text: string): ReadonlyMap<string, string> {
  return new Map(names(text).map((name) => [name, name]));
}

const CLOUDTRAIL_TEXTS = columns(`
  eventversion eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage requestid
  eventid eventtype apiversion readonly recipientaccountid sharedeventid vpcendpointid vpcendpointaccountid
  eventcategory sessioncredentialfromconsole managementevent
  useridentity.type useridentity.principalid useridentity.arn useridentity.accountid useridentity.invokedby
  useridentity.accesskeyid useridentity.username useridentity.onbehalfof.userid useridentity.onbehalfof.identitystorearn
  useridentity.sessioncontext.attributes.mfaauthenticated useridentity.sessioncontext.attributes.creationdate
  useridentity.sessioncontext.sessionissuer.type useridentity.sessioncontext.sessionissuer.principalid
  useridentity.sessioncontext.sessionissuer.arn useridentity.sessioncontext.sessionissuer.accountid
  useridentity.sessioncontext.sessionissuer.username useridentity.sessioncontext.ec2roledelivery
  useridentity.sessioncontext.webidfederationdata.federatedprovider
  addendum.reason addendum.updatedfields addendum.originalrequestid addendum.originaleventid
  tlsdetails.tlsversion tlsdetails.ciphersuite tlsdetails.clientprovidedhostheader`);

/** A record of CloudTrail, as the lake's table has it. */
export const CLOUDTRAIL_FIELDS: TableFields = {
  texts: CLOUDTRAIL_TEXTS,
  numbers: new Map(),
  lists: new Map(
    ['arn', 'accountid', 'type'].map((member) => [`resources.${member}`, { sql: 'resources', member }]),
  ),
  documents:
    columns(`requestparameters responseelements additionaleventdata serviceeventdetails edgedevicedetails
    eventcontext insightdetails`),
  principal:
    'coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.invokedby, useridentity.accountid, useridentity.type)',
  time: 'eventtime',
  address: 'sourceipaddress',
  reference: "coalesce(eventid, evidence || ':' || CAST(record AS VARCHAR))",
};

/** A record of Bedrock's model invocation log: by the names of the record and by those of the lake's columns. */
export const INVOCATION_FIELDS: TableFields = {
  texts: new Map([
    ...columns(`schematype schemaversion accountid region requestid operation modelid errorcode prompt_text response_text
      guardrail_action identity_arn input_content_type output_content_type input_body_s3 output_body_s3`),
    ['timestamp', '"timestamp"'],
    ['identity.arn', 'identity_arn'],
    ['input.inputcontenttype', 'input_content_type'],
    ['output.outputcontenttype', 'output_content_type'],
    ['input.inputbodys3path', 'input_body_s3'],
    ['output.outputbodys3path', 'output_body_s3'],
  ]),
  numbers: new Map([
    ['input_tokens', 'input_tokens'],
    ['output_tokens', 'output_tokens'],
    ['input.inputtokencount', 'input_tokens'],
    ['output.outputtokencount', 'output_tokens'],
    ['total_tokens', '(coalesce(input_tokens, 0) + coalesce(output_tokens, 0))'],
  ]),
  lists: new Map(),
  documents: new Map([
    ...columns('input_body output_body guardrail_assessments tool_uses'),
    ['input.inputbodyjson', 'input_body'],
    ['output.outputbodyjson', 'output_body'],
  ]),
  principal:
    "regexp_replace(identity_arn, '^arn:([a-z-]+):sts::([0-9]*):assumed-role/([^/]+)/.*$', 'arn:$1:iam::$2:role/$3')",
  time: '"timestamp"',
  address: 'CAST(NULL AS VARCHAR)',
  reference: "evidence || ':' || CAST(record AS VARCHAR)",
};
