import type { LakeTable } from './log-sources.ts';

const IDENTITY =
  `type principalid arn accountid invokedby accesskeyid username sessioncontext.sessionissuer.arn
  sessioncontext.sessionissuer.username`
    .split(/\s+/)
    .map((leaf) => `useridentity.${leaf}`);

const SEARCHED: Readonly<Record<LakeTable, readonly string[]>> = {
  cloudtrail: [
    ...`eventname eventsource awsregion sourceipaddress useragent errorcode errormessage requestid eventid eventtype
      recipientaccountid requestparameters responseelements additionaleventdata serviceeventdetails vpcendpointid`.split(
      /\s+/,
    ),
    ...IDENTITY,
  ],
  bedrock_invocations:
    `requestid accountid region operation modelid errorcode identity_arn prompt_text response_text
    input_body output_body guardrail_assessments tool_uses`.split(/\s+/),
};

/** Everything of an event that a keyword is looked for in, as one text. */
export function haystack(table: LakeTable): string {
  return `concat_ws(' ', ${chunks(SEARCHED[table]).join(', ')})`;
}

/** The function takes twenty texts at most. */
function chunks(columns: readonly string[]): readonly string[] {
  const most = 19;
  if (columns.length <= most) return columns;
  return [...columns.slice(0, most - 1), `concat_ws(' ', ${chunks(columns.slice(most - 1)).join(', ')})`];
}
