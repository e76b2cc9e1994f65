import { counted } from '../base/text.ts';
import type { Finding } from '../model/finding.ts';
import { SEVERITIES } from '../model/severity.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { timeText } from './look.ts';
import type { Look } from './look.ts';
import { wrapText } from './wrap.ts';

const MOST_SHOWN = 20;
const NAME_WIDTH = 8;

/** Findings for a screen, worst first, each with its count, its time and its mappings. */
export function findingLines(findings: readonly Finding[], look: Look): readonly string[] {
  const worstFirst = findings.toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
  const lines = worstFirst.slice(0, MOST_SHOWN).flatMap((finding) => oneFinding(finding, look));
  const more = findings.length - MOST_SHOWN;
  return more > 0 ? [...lines, `  +${counted(more, 'more finding')}`] : lines;
}

function oneFinding(finding: Finding, look: Look): readonly string[] {
  const severity = finding.severity.toUpperCase().padEnd(NAME_WIDTH);
  const [title = '', ...rest] = wrapText(
    `${escapeShort(finding.id, 40)} ${escapeShort(finding.title, 300)}`,
    look.width - NAME_WIDTH - 3,
  );
  const under = [countText(finding, look), ...mappingTexts(finding), ...expectedTexts(finding)];
  return [
    `  ${look.paint.severity(finding.severity, severity)} ${title}`,
    ...[...rest, ...under.flatMap((text) => wrapText(text, look.width - NAME_WIDTH - 3, 2))].map(
      (line) => ' '.repeat(NAME_WIDTH + 3) + line,
    ),
  ];
}

function countText({ count, first, last }: Finding, look: Look): string {
  const events = counted(count, 'event');
  if (first === null || last === null) return `${events}, without a readable time`;
  if (first === last) return `${events}, ${timeText(escapeTerminal(first), look)}`;
  return `${events}, ${timeText(escapeTerminal(first), look)} to ${timeText(escapeTerminal(last), look)}`;
}

function mappingTexts({ attack, atlas, owasp }: Finding): readonly string[] {
  const named = [
    ['ATT&CK', attack],
    ['ATLAS', atlas],
    ['OWASP', owasp],
  ] as const;
  const texts = named.flatMap(([name, ids]) =>
    ids.length > 0 ? [`${name} ${ids.map((id) => escapeShort(id, 20)).join(', ')}`] : [],
  );
  return texts.length > 0 ? [texts.join(' · ')] : [];
}

function expectedTexts({ disposition, reason }: Finding): readonly string[] {
  return disposition === 'expected'
    ? [`marked expected: ${escapeShort(reason ?? 'no reason given', 300)}`]
    : [];
}
