import { keyedBy, redactDeep, redactText } from '../../base/redact-text.ts';
import type { Report } from '../../model/report.ts';

/** What is taken out wherever it stands, also of what the responders wrote themselves. */
const EVERYWHERE = ['card', 'iban', 'ssn'] as const;
/** What is taken out of what came from logs. Addresses of the responders' own record stay. */
const FROM_LOGS = ['email', 'phone'] as const;
/** Who did what has to be readable: a name inside an ARN is the identity itself. */
const ARN = /(arn:aws[\w-]*:\S+)/;

/**
 * A report without personal numbers and addresses that came with the logs. The same value has the same token all
 * through the reports of a case.
 * @param head the hash of the first entry of the case's journal: the key of its tokens
 */
export function redactReport(report: Report, head: string): Report {
  const keyed = keyedBy(Buffer.from(head, 'hex'));
  const clean = (text: string): string =>
    text
      .split(ARN)
      .map((piece, index) => (index % 2 === 1 ? piece : redactText(piece, keyed, FROM_LOGS)))
      .join('');
  const whole = redactDeep(report, keyed, EVERYWHERE);
  return {
    ...whole,
    suspects: whole.suspects.map((suspect) => ({ ...suspect, why: suspect.why.map(clean) })),
    findings: whole.findings.map((finding) => ({ ...finding, title: clean(finding.title) })),
    timeline: whole.timeline.map((entry) =>
      OWN_WORDS.has(entry.kind) ? entry : { ...entry, title: clean(entry.title) },
    ),
    overview:
      whole.overview === null
        ? null
        : {
            ...whole.overview,
            panels: whole.overview.panels.map((panel) => ({
              ...panel,
              items: panel.items.map((item) => ({
                ...item,
                what: clean(item.what),
                detail: clean(item.detail),
              })),
            })),
          },
  };
}

const OWN_WORDS: ReadonlySet<string> = new Set(['note', 'log']);
