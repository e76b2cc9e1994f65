import { FLAGS } from './cloudtrail-columns.ts';

/** What AWS writes into sourceIPAddress besides addresses. */
const ADDRESS =
  '^(((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])' +
  '|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}(%[0-9a-z]+)?|::ffff:[0-9.]+|[A-Za-z0-9*.-]+[.](com|internal|net)|AWS Internal)$';
const REGION =
  '^(aws-global|[a-z]{2}(-(gov|iso|isob|isoe|isof))?-(north|south|east|west|central|northeast|northwest|southeast|southwest)-[0-9])$';

/** Whether a part just written has any: nearly all have none, and then nothing is to be gathered. */
export function problemsIn(partFile: string): string {
  const part = `read_parquet('${partFile.replaceAll("'", "''")}')`;
  return `SELECT EXISTS (SELECT 1 FROM ${part} WHERE flags <> 0) OR EXISTS (SELECT 1 FROM ${part} WHERE misfits IS NOT NULL)
  OR EXISTS (${distinctNot(part, 'sourceipaddress', ADDRESS)}) OR EXISTS (${distinctNot(part, 'awsregion', REGION)})`;
}

/** The problems of the events in a part just written, as rows of `ingest_problems`. */
export function problemsSelect(partFile: string): string {
  const part = `read_parquet('${partFile.replaceAll("'", "''")}')`;
  const each = Object.entries(FLAGS).map(
    ([bit, problem]) => `CASE WHEN flags & ${bit} <> 0 THEN '${problem}' END`,
  );
  const at = 'evidence, record, byte_offset, byte_length';
  return `SELECT CAST(NULL AS VARCHAR) AS path, problem, ${at} FROM (
  SELECT unnest([${each.join(', ')}]) AS problem, ${at} FROM ${part} WHERE flags <> 0
  UNION ALL
  SELECT unnest(string_split(misfits, ',')) || ' holds an object, an array or a text where it cannot; the column is NULL', ${at} FROM ${part} WHERE misfits IS NOT NULL
  UNION ALL
  SELECT 'sourceIPAddress is no address and no service name: ' || sourceipaddress, ${at} FROM ${part}
  WHERE sourceipaddress IN (${distinctNot(part, 'sourceipaddress', ADDRESS)})
  UNION ALL
  SELECT 'awsRegion is no Region: ' || awsregion, ${at} FROM ${part}
  WHERE awsregion IN (${distinctNot(part, 'awsregion', REGION)})
) WHERE problem IS NOT NULL`;
}

/** Few values are distinct: the pattern runs on those only. */
function distinctNot(part: string, column: string, pattern: string): string {
  return `SELECT v FROM (SELECT DISTINCT ${column} AS v FROM ${part}) WHERE v IS NOT NULL AND NOT regexp_matches(v, '${pattern}')`;
}
