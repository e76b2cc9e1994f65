import { showUnseenInJson } from '../../base/text-safety.ts';
import type { ReadinessReport } from '../../model/readiness.ts';
import { renderAudit } from '../../report/readiness-audit.ts';
import { renderReadinessHtml } from '../../report/readiness-html.ts';
import { renderReadinessMarkdown } from '../../report/readiness-markdown.ts';
import { ocsfFindings } from '../../report/readiness-ocsf.ts';

export type ReadinessFormat = 'html' | 'md' | 'json' | 'ocsf' | 'audit';

/** The report in a format; `ocsf` is a list of Compliance Findings. */
export function renderReadiness(report: ReadinessReport, format: ReadinessFormat): string {
  switch (format) {
    case 'html':
      return renderReadinessHtml(report);
    case 'md':
      return renderReadinessMarkdown(report);
    case 'audit':
      return renderAudit(report);
    case 'ocsf':
      return json(ocsfFindings(report));
    case 'json':
      return json(report);
  }
}

function json(value: unknown): string {
  return showUnseenInJson(JSON.stringify(value, null, 2));
}
