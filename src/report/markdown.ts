import { bytesText, counted } from '../base/text.ts';
import type { Report } from '../model/report.ts';
import { answersSection } from './markdown-answers.ts';
import { findingsSection } from './markdown-findings.ts';
import { overviewSection } from './markdown-overview.ts';
import { debriefSection } from './markdown-debrief.ts';
import type { Markdown } from './markdown-template.ts';
import { mdList, mdNames, mdTable, mdText } from './markdown-template.ts';
import { summarize } from './summary.ts';
import { timelineRows } from './timeline-rows.ts';
import type { Summary } from './summary.ts';
import { COVERAGE_TEXTS, scopeText, spanText, timeText, watermark } from './wording.ts';
import { stretchesText } from '../model/coverage.ts';
import { SOURCES } from '../model/source.ts';

/** The report as Markdown (GitHub's tables), the same content as the HTML without the picture. */
export function renderMarkdown(report: Report): string {
  const summary = summarize(report);
  const sections = [
    ...headSection(report),
    ...debriefSection(report),
    ...summarySection(report, summary),
    ...answersSection(report),
    ...findingsSection(report, summary),
    ...recordSections(report),
    ...overviewSection(report),
    ...coverageSection(report, summary),
    ...evidenceSections(report),
  ];
  return `${sections.map(({ text }) => text).join('\n\n')}\n`;
}

function headSection(report: Report): readonly Markdown[] {
  const { id, label, playbook, opened } = report.case;
  const mark = watermark(report);
  const { ok, detail } = report.integrity;
  return [
    ...(mark === null ? [] : [mdText`**${mark}: nothing in this report happened to a real workload**`]),
    ...(ok ? [] : [mdText`**The journal or the evidence of this case is not what it was: ${detail}**`]),
    mdText`# Incident report: ${playbook.title}`,
    mdText`**${label}** · case ${id} · opened ${timeText(opened)} · playbook ${playbook.id} ${playbook.version}`,
  ];
}

function summarySection(report: Report, summary: Summary): readonly Markdown[] {
  const { severity, declared, closed, operators, tickets } = report.case;
  return [
    mdText`## Summary`,
    mdText`${summary.headline} ${summary.worstText}`,
    mdText`Findings are signals in the logs, not verdicts. What they mean is what the answers say.`,
    mdList([
      mdText`Severity of the incident: ${severity ?? 'not set'}`,
      mdText`Declared: ${declared === null ? 'not declared' : timeText(declared)}`,
      mdText`Status of the case: ${closed === null ? 'open' : `closed ${timeText(closed)}`}`,
      mdText`Events of open findings: ${spanText(summary.first, summary.last) || 'none'}`,
      mdText`Scope: ${scopeText(report)}`,
      mdText`Containment: ${summary.containment}`,
      mdText`Responders: ${operators.length === 0 ? 'none named' : mdNames(operators)}`,
      ...(tickets.length === 0 ? [] : [mdText`Tickets: ${mdNames(tickets)}`]),
    ]),
    mdTable(
      ['Element', 'Findings', 'Answers', 'Cannot be known', 'Status'],
      summary.elements.map(({ element, findings, answers, unknown }, index) => [
        `${index + 1} ${element.title}`,
        findings,
        answers,
        unknown ?? '',
        element.status,
      ]),
      { nothing: 'No element was looked at.' },
    ),
  ];
}

function recordSections(report: Report): readonly Markdown[] {
  const { timeline, actions, suspects, log, notes } = report;
  const { rows, left } = timelineRows(timeline);
  return [
    mdText`## Timeline`,
    mdTable(
      ['Time (UTC)', 'What', 'Title', 'Event'],
      rows.map(({ at, kind, title, event }) => [timeText(at), kind, title, event]),
      { nothing: 'Nothing has a place in time.', most: Infinity },
    ),
    ...(left === 0 ? [] : [mdText`${counted(left, 'more cited event')} in the JSON report.`]),
    mdText`## Actions`,
    mdTable(
      ['Action', 'Status', 'Target', 'At', 'Approved by', 'Calls', 'Plan (SHA-256)', 'Proof'],
      actions.map((action) => [
        `${action.id} ${action.action}`,
        action.status,
        action.target,
        timeText(action.at),
        mdNames(action.approvedBy),
        action.calls.length,
        action.planSha256,
        action.verification,
      ]),
      { nothing: 'No action was taken with heptad.' },
    ),
    mdText`## Suspects`,
    mdTable(
      ['Kind', 'Value', 'Decision', 'From', 'Why'],
      suspects.map(({ kind, value, decision, origin, why }) => [kind, value, decision, origin, mdNames(why)]),
      { nothing: 'No suspect was named.' },
    ),
    mdText`## The incident's log`,
    mdTable(
      ['Time (UTC)', 'Kind', 'Entry', 'Who', 'Written'],
      log.map(({ at, kind, text, who, writtenAt }) => [timeText(at), kind, text, who, timeText(writtenAt)]),
      { nothing: 'No entry was made.' },
    ),
    mdText`## Notes`,
    mdTable(
      ['Time (UTC)', 'Note', 'By'],
      notes.map(({ at, text, by }) => [timeText(at), text, by]),
      { nothing: 'No note was made.' },
    ),
  ];
}

function coverageSection({ coverage }: Report, { unknowns }: Summary): readonly Markdown[] {
  return [
    mdText`## Coverage: what was seen, and what cannot be known`,
    unknowns.length === 0
      ? mdText`Nothing is known to be missing.`
      : mdList(unknowns.map((text) => mdText`${text}`)),
    mdTable(
      ['Source', 'Account', 'Region', 'Status', 'Records', 'Seen', 'Why'],
      coverage.map(({ source, account, region, status, records, stretches, detail }) => [
        SOURCES[source],
        account ?? '–',
        region ?? '–',
        COVERAGE_TEXTS[status],
        records,
        records === 0 ? 'nothing' : stretchesText(stretches),
        detail,
      ]),
      { nothing: 'No source was looked at.', most: 1000 },
    ),
  ];
}

function evidenceSections({
  evidence,
  integrity,
  case: { id, playbook },
  generated,
}: Report): readonly Markdown[] {
  const bytes = evidence.reduce((sum, { size }) => sum + size, 0);
  return [
    mdText`## Evidence`,
    ...(evidence.length === 0
      ? []
      : [mdText`${counted(evidence.length, 'file')}, ${bytesText(bytes)}, kept byte for byte as collected.`]),
    mdTable(
      ['SHA-256', 'Bytes', 'Source', 'Collected (UTC)', 'By'],
      evidence.map(({ sha256, size, source, collectedAt, collector }) => [
        sha256,
        size,
        source,
        timeText(collectedAt),
        collector,
      ]),
      { nothing: 'No evidence was collected.', most: 2000 },
    ),
    mdText`## Integrity`,
    mdText`${integrity.ok ? 'The journal and the evidence are unchanged.' : 'The journal or the evidence is NOT what it was.'} ${integrity.detail}`,
    mdText`${counted(integrity.entries, 'journal entry', 'journal entries')}. Playbook ${playbook.id} ${playbook.version}, SHA-256 ${playbook.sha256}. Report made ${timeText(generated.at)} by ${generated.by}, heptad ${generated.version}.`,
    ...(integrity.clocks ?? []).map(({ account, text }) => mdText`Account ${account}: ${text}.`),
    ...(integrity.copy === undefined ? [] : [mdText`Copy of the evidence: ${integrity.copy.text}.`]),
    mdText`Head of the journal: ${integrity.head}. Keep it somewhere else; with it, heptad verify ${id} --head ${integrity.head} also finds a journal that was cut short or written anew.`,
  ];
}
