import type { CommandLine } from './command-line.ts';

/** An event id that two different events of the logs have, one that one has, and one that none has. */
const TWICE = '00000000-0000-4000-8000-000000000005';
const ONCE = '00000000-0000-4000-8000-000000000003';
const NEVER = '00000000-0000-4000-8000-000000000099';

/** The commands on logs and on playbooks. */
export const LOG_COMMAND_LINES: readonly CommandLine[] = [
  {
    name: 'logs insights, live without its organization file',
    args: ['logs', 'insights', '--live', '--case', 'walked', '--org', 'no-org.yaml'],
    exit: 2,
  },
  {
    name: 'overview, live without its organization file',
    args: ['overview', '--live', '--case', 'walked', '--org', 'no-org.yaml'],
    exit: 2,
  },
  {
    name: 'logs query as a table',
    args: [
      'logs',
      'query',
      'SELECT eventtime, eventname, errorcode FROM cloudtrail ORDER BY eventtime, eventid, sourceipaddress',
      '--logs',
      'logs',
    ],
    exit: 0,
  },
  {
    name: 'logs query over a case',
    args: [
      'logs',
      'query',
      'SELECT eventname, count(*) AS calls FROM cloudtrail GROUP BY eventname ORDER BY 2 DESC, 1',
      '--case',
      'walked',
    ],
    exit: 0,
  },
  {
    name: 'logs query as json',
    args: [
      'logs',
      'query',
      'SELECT eventname, count(*) AS calls, min(event_ts) AS first, array_agg(DISTINCT sourceipaddress ORDER BY sourceipaddress) AS addresses FROM cloudtrail GROUP BY eventname ORDER BY eventname',
      '--case',
      'walked',
      '--format',
      'json',
    ],
    exit: 0,
  },
  {
    name: 'logs query as csv',
    args: [
      'logs',
      'query',
      'SELECT timestamp, modelid, input_tokens, prompt_text FROM bedrock_invocations ORDER BY timestamp',
      '--case',
      'walked',
      '--format',
      'csv',
    ],
    exit: 0,
  },
  {
    name: 'logs query, bound parameter',
    args: [
      'logs',
      'query',
      'SELECT eventname FROM cloudtrail WHERE eventname = :name',
      '--case',
      'walked',
      '--param',
      "name=x' OR '1'='1",
    ],
    exit: 0,
  },
  {
    name: 'logs query, no rows',
    args: ['logs', 'query', "SELECT eventname FROM cloudtrail WHERE eventname = 'None'", '--case', 'walked'],
    exit: 0,
  },
  {
    name: 'logs query, more rows than the limit',
    args: [
      'logs',
      'query',
      'SELECT eventname FROM cloudtrail ORDER BY eventname',
      '--case',
      'walked',
      '--limit',
      '2',
    ],
    exit: 0,
  },
  {
    name: 'logs query, what could not be read',
    args: ['logs', 'query', 'SELECT record, problem FROM ingest_problems', '--case', 'walked'],
    exit: 0,
  },
  {
    name: 'logs query, SQL with a syntax error',
    args: ['logs', 'query', 'SELEC eventname FROM cloudtrail', '--case', 'walked'],
    exit: 2,
  },
  {
    name: 'logs query, unknown column',
    args: ['logs', 'query', 'SELECT eventnam FROM cloudtrail', '--case', 'walked'],
    exit: 2,
  },
  {
    name: 'logs query, unknown table',
    args: ['logs', 'query', 'SELECT 1 FROM cloudtrial', '--case', 'walked'],
    exit: 2,
  },
  {
    name: 'logs query, a file',
    args: ['logs', 'query', "SELECT * FROM read_text('answers.yaml')", '--case', 'walked'],
    exit: 2,
  },
  {
    name: 'logs query, a statement that writes',
    args: ['logs', 'query', 'DELETE FROM cloudtrail', '--case', 'walked'],
    exit: 2,
  },
  {
    name: 'logs query, two statements',
    args: ['logs', 'query', 'SELECT 1; SELECT 2', '--case', 'walked'],
    exit: 2,
  },
  {
    name: 'logs query, parameter left out',
    args: ['logs', 'query', 'SELECT eventname FROM cloudtrail WHERE eventname = :name', '--case', 'walked'],
    exit: 2,
  },
  {
    name: 'logs query, parameter without a value',
    args: ['logs', 'query', 'SELECT :name', '--case', 'walked', '--param', 'name'],
    exit: 2,
  },
  {
    name: 'logs baseline of a case',
    args: ['logs', 'baseline', '--case', 'walked', '--out', 'usual.json'],
    exit: 0,
  },
  {
    name: 'logs baseline, a window without an event',
    args: ['logs', 'baseline', '--case', 'walked', '--to', '2001-01-01T00:00:00Z'],
    exit: 2,
  },
  {
    name: 'logs baseline, no account id',
    args: ['logs', 'baseline', '--case', 'walked', '--account', 'mine'],
    exit: 2,
  },
  { name: 'logs query, neither case nor logs', args: ['logs', 'query', 'SELECT 1'], exit: 2 },
  {
    name: 'logs query, case and logs',
    args: ['logs', 'query', 'SELECT 1', '--case', 'walked', '--logs', 'logs'],
    exit: 2,
  },
  {
    name: 'logs query, no number of rows',
    args: ['logs', 'query', 'SELECT 1', '--case', 'walked', '--limit', 'all'],
    exit: 2,
  },
  {
    name: 'logs query, unknown format',
    args: ['logs', 'query', 'SELECT 1', '--case', 'walked', '--format', 'xml'],
    exit: 2,
  },
  { name: 'logs query, SQL left out', args: ['logs', 'query', '--case', 'walked'], exit: 2 },
  { name: 'logs raw by event id', args: ['logs', 'raw', ONCE, '--case', 'walked'], exit: 0 },
  { name: 'logs raw over files', args: ['logs', 'raw', ONCE, '--logs', 'logs'], exit: 0 },
  { name: 'logs raw, two events with the id', args: ['logs', 'raw', TWICE, '--case', 'walked'], exit: 2 },
  { name: 'logs raw, no such event', args: ['logs', 'raw', NEVER, '--case', 'walked'], exit: 2 },
  { name: 'logs coverage of a case', args: ['logs', 'coverage', '--case', 'walked'], exit: 0 },
  {
    name: 'logs coverage of files',
    args: ['logs', 'coverage', '--logs', 'logs', '--logs', 'later'],
    exit: 0,
  },
  { name: 'logs coverage as json', args: ['logs', 'coverage', '--case', 'walked', '--json'], exit: 0 },
  { name: 'logs coverage of nothing', args: ['logs', 'coverage', '--logs', 'no-such-folder'], exit: 2 },

  { name: 'playbook check', args: ['playbook', 'check', 'short'], exit: 0 },
  { name: 'playbook check, broken', args: ['playbook', 'check', 'broken', 'short'], exit: 2 },
  { name: 'playbook check as json, broken', args: ['playbook', 'check', 'broken', '--json'], exit: 2 },
  { name: 'playbook check, nothing there', args: ['playbook', 'check', 'no-such-folder'], exit: 2 },
  { name: 'playbook check, no playbook in the folder', args: ['playbook', 'check', 'logs'], exit: 2 },
  { name: 'playbook check, path left out', args: ['playbook', 'check'], exit: 2 },
  { name: 'playbook test', args: ['playbook', 'test', 'short'], exit: 0 },
  { name: 'playbook test, failing', args: ['playbook', 'test', 'failing'], exit: 6 },
  { name: 'playbook test as json, failing', args: ['playbook', 'test', 'failing', '--json'], exit: 6 },
  { name: 'playbook test without cases', args: ['playbook', 'test', 'without-cases'], exit: 2 },
  { name: 'playbook show', args: ['playbook', 'show', 'short'], exit: 0 },
  { name: 'playbook show, unknown', args: ['playbook', 'show', 'nothing-like-it'], exit: 2 },
];
