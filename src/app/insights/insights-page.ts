import { INSIGHTS_QUERIES, type InsightsQuery } from '../../collectors/insights-queries.ts';

/** docs/reference/insights-queries.md: the five queries, what was wrong with each, and the same over the lake. */
export function insightsPage(): string {
  return [
    '# Logs Insights queries',
    '',
    'Made from the code by `npm run generate`. The guide to monitoring AI in the cloud has five queries for CloudWatch Logs Insights over model invocation logs. None of them works on records as Bedrock writes them; here they are corrected, and beside each stands the same question over the lake.',
    '',
    '- `heptad logs insights --logs PATH` or `--case CASE` asks the lake.',
    "- `heptad logs insights --case CASE --live` lets Logs Insights answer in the case's account, in every log group that model invocation logging writes to or, by event history, once wrote to. Each answer is kept byte for byte as evidence, with the question. It needs an open case, and `logs:StartQuery`, `logs:GetQueryResults` and `logs:StopQuery`, which are in `heptad playbook policy`.",
    '',
    'Worth knowing:',
    '',
    '- Live, a first answer takes minutes where bringing the log in takes long. The lake answers again and again, also when the log group is gone. AWS bills each query for the bytes that it scans; `collect` and `run` never start one.',
    '- Insights delivers 100,000 rows of a query at most, in pages of 10,000: so says the description of the API that heptad is built on. Older pages name 10,000 as the most [u]. An answer that reaches 100,000 rows is partial, and the coverage says so.',
    '- heptad asks one query at a time in a Region. Where no place is free it waits up to five minutes; a query that runs for 15 minutes is stopped. Ctrl-C stops one that runs, within five seconds, and the screen says so; one that could not be stopped ends by itself after an hour at most. `heptad resume` asks it again.',
    '- A query that is refused, or ends without an answer, is a source that could not be read. It is never an empty answer.',
    '- Insights takes the time of a log event, the lake that of the record. Bedrock is taken to write both alike [u]. Insights finds 200 fields of a record at most [u]; counts that stand behind a body with more members than that may be missing there.',
    '- The texts have run on simulated accounts only, and never on AWS [u].',
    '',
    ...INSIGHTS_QUERIES.flatMap(section),
  ].join('\n');
}

function section({ id, title, corrected, limits, insights, sql }: InsightsQuery): readonly string[] {
  return [
    `## ${title}`,
    '',
    `\`${id}\``,
    '',
    `**What was wrong.** ${corrected}`,
    '',
    `**What to mind.** ${limits}`,
    '',
    'Logs Insights:',
    '',
    '```',
    insights,
    '```',
    '',
    'The lake:',
    '',
    '```sql',
    sql,
    '```',
    '',
  ];
}
