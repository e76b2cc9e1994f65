import { type CheckResult, type CheckStatus, mendCommand, type ReadinessReport } from '../model/readiness.ts';
import { escapeTerminal } from './escape.ts';
import type { Paint } from './paint.ts';
import { wrapText } from './wrap.ts';

export interface ReadinessLook {
  readonly width: number;
  readonly paint: Paint;
}

const INDENT = ' '.repeat(17);
const WORDS: Readonly<Record<CheckStatus, string>> = {
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  pass: 'pass',
  'not-applicable': 'n/a',
};

/** The checks as lines of text: what is to be mended says how, what is unknown says what is missing. */
export function readinessLines(report: ReadinessReport, look: ReadinessLook): readonly string[] {
  const { account, counts } = report;
  const commands = commandLines(report.checks);
  const head = `READINESS  ${account.label} ${account.id}  ${report.at}`;
  const regions = `${account.regions.length === 1 ? 'Region' : 'Regions'}: ${account.regions.join(', ')}`;
  return [
    look.paint.strong(escapeTerminal(head)),
    ...wrapped([regions, ...account.limits].join('; '), look, ''),
    '',
    ...report.checks.flatMap((check) => [...checkLines(check, look), ...(commands.get(check.check) ?? [])]),
    '',
    `${counts.pass} pass, ${counts.fail} fail, ${counts.unknown} unknown, ${counts['not-applicable']} not applicable`,
    ...(commands.size === 0
      ? []
      : ['heptad run readiness offers all that mends these in one case, with approval and undo']),
  ];
}

function checkLines(check: CheckResult, look: ReadinessLook): readonly string[] {
  const { status, says, remarks, missing, mend, offers } = check;
  const head = `${check.check}  ${WORDS[status].padEnd(9)}  ${check.title}`;
  const strong = status === 'fail' || status === 'unknown';
  return [
    strong ? look.paint.strong(escapeTerminal(head)) : escapeTerminal(head),
    ...says.flatMap((text) => wrapped(text, look, INDENT)),
    ...(missing.length > 0 ? wrapped(`missing: ${missing.join(', ')}`, look, INDENT) : []),
    ...remarks.flatMap((text) => wrapped(`note: ${text}`, look, INDENT)),
    ...(status === 'fail' ? wrapped(mendText(mend, offers.length > 0), look, INDENT) : []),
  ];
}

/** What mends each check that fails; a command stands where it is needed first, whole: it is copied. */
function commandLines(checks: readonly CheckResult[]): ReadonlyMap<string, readonly string[]> {
  const first = new Map<string, string>();
  const lines = new Map<string, readonly string[]>();
  for (const { check, status, offers } of checks) {
    if (status !== 'fail') continue;
    const all = offers.map(mendCommand);
    const fresh = all.filter((command) => !first.has(command));
    const known = new Set(all.flatMap((command) => first.get(command) ?? []));
    for (const command of fresh) first.set(command, check);
    lines.set(check, [
      ...fresh.map((command) => escapeTerminal(`${INDENT}$ ${command}`)),
      ...(known.size === 0 ? [] : [`${INDENT}the commands at ${[...known].join(', ')} are for this too`]),
    ]);
  }
  return lines;
}

function mendText({ action, how }: CheckResult['mend'], offered: boolean): string {
  return action === null || offered ? `mend: ${how}` : `mend: ${how} (heptad action: ${action})`;
}

function wrapped(text: string, { width }: ReadinessLook, indent: string): readonly string[] {
  return wrapText(escapeTerminal(text), Math.max(20, width - indent.length)).map((line) => indent + line);
}
