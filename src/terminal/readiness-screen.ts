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
  const head = `READINESS  ${account.label} ${account.id}  ${report.at}`;
  const regions = `${account.regions.length === 1 ? 'Region' : 'Regions'}: ${account.regions.join(', ')}`;
  return [
    look.paint.strong(escapeTerminal(head)),
    ...wrapped([regions, ...account.limits].join('; '), look, ''),
    '',
    ...report.checks.flatMap((check) => checkLines(check, look)),
    '',
    `${counts.pass} pass, ${counts.fail} fail, ${counts.unknown} unknown, ${counts['not-applicable']} not applicable`,
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
    // A command is copied: it is one line, however long.
    ...(status === 'fail' ? offers.map((offer) => escapeTerminal(`${INDENT}$ ${mendCommand(offer)}`)) : []),
  ];
}

function mendText({ action, how }: CheckResult['mend'], offered: boolean): string {
  return action === null || offered ? `mend: ${how}` : `mend: ${how} (heptad action: ${action})`;
}

function wrapped(text: string, { width }: ReadinessLook, indent: string): readonly string[] {
  return wrapText(escapeTerminal(text), Math.max(20, width - indent.length)).map((line) => indent + line);
}
