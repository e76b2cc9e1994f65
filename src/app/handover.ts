import { counted } from '../base/text.ts';
import type { ActionStatus, Report } from '../model/report.ts';
import type { CaseStatus } from './case-status.ts';

/** One page for the next shift: where it stands, what was found, what is open, who was told. Plain text lines. */
export function handoverLines(status: CaseStatus, report: Report): readonly string[] {
  const open = report.findings.filter(({ disposition }) => disposition === 'open');
  const unanswered = report.elements.flatMap(({ title, questions }) =>
    questions
      .filter(({ answer, stale }) => answer === null || answer === 'unknown' || stale)
      .map(
        ({ ask, answer, stale }) =>
          `${title}: ${ask}${stale ? ' (answered on older evidence)' : answer === null ? '' : ' (unknown so far)'}`,
      ),
  );
  const blind = report.coverage.filter(
    (entry) =>
      entry.status === 'not-collected' || entry.status === 'not-readable' || entry.status === 'not-enabled',
  );
  return [
    `HANDOVER  ${status.id}  ${status.playbook}  ${status.label}`,
    `as of ${report.generated.at}; opened ${status.opened} by ${report.case.operators.join(', ')}`,
    `severity: ${report.case.severity ?? 'not set'}; declared: ${report.case.declared ?? 'not declared'}; ${status.status}`,
    '',
    `NEXT  ${status.next}`,
    '',
    `FINDINGS  ${counted(open.length, 'open finding')}`,
    ...open
      .slice(0, 12)
      .map(
        ({ id, severity, title, count, first, last }) =>
          `  ${severity.padEnd(8)} ${id.padEnd(4)} ${title} (${counted(count, 'event')}, ${first ?? '?'} to ${last ?? '?'})`,
      ),
    ...more(open.length, 12),
    '',
    `SUSPECTS  ${counted(report.suspects.filter(({ decision }) => decision === 'follow').length, 'followed suspect')}`,
    ...report.suspects
      .filter(({ decision }) => decision === 'follow')
      .slice(0, 8)
      .map(({ kind, value }) => `  ${kind}: ${value}`),
    ...more(report.suspects.filter(({ decision }) => decision === 'follow').length, 8),
    '',
    `QUESTIONS NOT ANSWERED  ${unanswered.length}`,
    ...unanswered.slice(0, 8).map((line) => `  ${line}`),
    ...more(unanswered.length, 8),
    '',
    `NOT SEEN  ${counted(blind.length, 'source')} of which nothing is known`,
    ...blind.slice(0, 8).map(blindLine),
    ...more(blind.length, 8),
    '',
    `CONTAINMENT  ${report.actions.length === 0 ? 'no action was taken by heptad' : counted(report.actions.length, 'action')}`,
    ...actionsFirst(report.actions).slice(0, 12).map(actionLine),
    ...more(report.actions.length, 12),
    '',
    `LOG  ${counted(report.log.length, 'entry', 'entries')}, ${counted(report.notes.length, 'note')}`,
    ...report.log.slice(-6).map(({ at, kind, who, text }) => `  ${at} ${kind} (${who}): ${text}`),
    ...report.notes.slice(-4).map(({ at, by, text }) => `  ${at} note (${by}): ${text}`),
    '',
    ...(report.integrity.copy === undefined ? [] : [`EVIDENCE COPY  ${report.integrity.copy.text}`, '']),
    `INTEGRITY  ${report.integrity.ok ? 'ok' : 'NOT OK'}, ${report.integrity.entries} entries, head ${report.integrity.head}`,
  ];
}

/** The same source is told of once for each account and Region. */
function blindLine({ source, account, region, detail }: Report['coverage'][number]): string {
  const place = [account, region].filter((part) => part !== null).join(' ');
  return `  ${source}${place === '' ? '' : ` (${place})`}: ${detail}`;
}

const STATUS_ORDER: readonly ActionStatus[] = [
  'failed',
  'partial',
  'planned',
  'approved',
  'external',
  'applied',
  'verified',
  'offered',
];

/** What is begun, waits or is in force before what was offered or declined: a page may not hold all. */
function actionsFirst(actions: Report['actions']): Report['actions'] {
  const rank = (status: ActionStatus): number => STATUS_ORDER.indexOf(status) + 1 || 99;
  return actions.toSorted((a, b) => rank(a.status) - rank(b.status));
}

function actionLine({ id, action, status, target, at }: Report['actions'][number]): string {
  return `  ${at} ${status} ${action} of ${target} (${id})`;
}

function more(total: number, shown: number): readonly string[] {
  return total > shown ? [`  … and ${total - shown} more, in the report`] : [];
}
