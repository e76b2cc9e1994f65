import type { CheckResult, ReadinessReport } from '../model/readiness.ts';
import { Markdown, mdText } from './markdown-template.ts';
import { STATUS_WORDS } from './readiness-wording.ts';

/** One point of the audit guideline: what evidence an auditor asks for, and the checks that are part of it. */
interface AuditPoint {
  readonly point: string;
  readonly evidence: string;
  /** Empty: only people and papers can show it. */
  readonly checks: readonly string[];
}

const BY_PEOPLE: readonly string[] = [];

/** The audit guideline of CSA AICM LOG-03 (source 004), in our words, as far as it concerns an account on AWS. */
const POINTS: readonly AuditPoint[] = [
  {
    point: '1.1',
    evidence:
      'Talks with those who identify, watch and alarm: how events are classified and rated, and who is told',
    checks: ['R40'],
  },
  {
    point: '2.1',
    evidence:
      'Written procedures for the watch over the infrastructure of AI and the separation of workloads',
    checks: BY_PEOPLE,
  },
  {
    point: '2.2',
    evidence: 'Alarms on unusual use of compute and models, and on access across a boundary',
    checks: ['R10', 'R23', 'R28', 'R29', 'R35'],
  },
  {
    point: '2.3',
    evidence: 'Logs are brought together where they can be searched and alarmed on',
    checks: ['R01', 'R05', 'R06', 'R38'],
  },
  {
    point: '2.4',
    evidence: 'Logs in which activity of high risk can be seen and is marked',
    checks: ['R02', 'R07', 'R08', 'R09', 'R17', 'R23'],
  },
  {
    point: '2.5',
    evidence: 'Roles for triage and response are given to people, and can act',
    checks: ['R33', 'R36', 'R40'],
  },
  {
    point: '2.6',
    evidence: 'The watch covers threats to hosts, containers and hardware; of the last, the report of AWS',
    checks: ['R23', 'R37'],
  },
  {
    point: '2.7',
    evidence: 'Thresholds of alarms are tuned to the workload, from what is usual in it',
    checks: ['R28', 'R39'],
  },
  {
    point: '2.8',
    evidence: 'The watch over buildings, networks and key hardware; of AWS’s own, its reports',
    checks: ['R04', 'R14', 'R37'],
  },
  { point: '2.9', evidence: 'The watch over suppliers and what is taken from them', checks: BY_PEOPLE },
  {
    point: '2.10',
    evidence: 'How it is decided which further events are logged',
    checks: ['R09', 'R13'],
  },
  {
    point: '2.11',
    evidence: 'Who is told of an incident: operations, customers’ security teams, compliance',
    checks: ['R36', 'R40'],
  },
  {
    point: '2.12',
    evidence: 'Rules for watch and alarms are written, and enforced from above',
    checks: ['R05', 'R21', 'R27', 'R32'],
  },
  {
    point: '2.13',
    evidence: 'The cloud’s own tools are set to alarm at once',
    checks: ['R01', 'R06', 'R10', 'R23', 'R28'],
  },
  {
    point: '2.14',
    evidence: 'Alarms on unauthorized access and raised privileges',
    checks: ['R24', 'R25', 'R26', 'R28'],
  },
  {
    point: '2.15',
    evidence: 'Logs of all services are brought together, whole and out of reach',
    checks: ['R03', 'R05', 'R11', 'R12', 'R13', 'R16', 'R34'],
  },
  { point: '2.16', evidence: 'Who triages and answers the alarms of the cloud', checks: ['R33', 'R40'] },
  { point: '2.17', evidence: 'Times within which alarms are answered, for every Region', checks: BY_PEOPLE },
  {
    point: '2.18',
    evidence: 'Detection of what is unusual, by statistics or machine learning',
    checks: ['R10', 'R23', 'R29', 'R39'],
  },
];

/** The audit guideline as a list of evidence that an auditor can tick, in Markdown. Every check stands in it. */
export function renderAudit(report: ReadinessReport): string {
  const { account, at, tool, checks } = report;
  const of = new Map(checks.map((check) => [check.check, check]));
  const named = new Set(POINTS.flatMap((point) => point.checks));
  const rest = checks.filter(({ check }) => !named.has(check));
  const lines: readonly Markdown[] = [
    mdText`# Evidence for an audit of security monitoring and alerting`,
    mdText`\nAccount ${account.id} (${account.label}), ${at}, ${tool}. After the auditing guideline of CSA AICM LOG-03 (ISO 42001 A.6.2.6, ISO 27001 A.8.16, EU AI Act 15 and 72). A status is what was read; the tick is the auditor’s.\n`,
    ...POINTS.flatMap((point) => pointLines(point, of)),
    mdText`\n## Further evidence of the account\n`,
    ...rest.map((check) => checkLine(check, '')),
  ];
  return `${lines.map(({ text }) => text).join('\n')}\n`;
}

function pointLines(
  { point, evidence, checks }: AuditPoint,
  of: ReadonlyMap<string, CheckResult>,
): readonly Markdown[] {
  const own = checks.flatMap((id) => of.get(id) ?? []);
  const head = mdText`- [ ] ${new Markdown(point)} ${evidence}${checks.length === 0 ? ' (papers and people: no account shows it)' : ''}`;
  return [head, ...own.map((check) => checkLine(check, '  '))];
}

function checkLine({ check, title, status, says, missing }: CheckResult, indent: '' | '  '): Markdown {
  const more = missing.length === 0 ? '' : ` Missing permission: ${missing.join(', ')}.`;
  const line = mdText`- [ ] ${check} ${title}: ${STATUS_WORDS[status]}. ${says.join(' ')}${more}`;
  return new Markdown(indent + line.text);
}
