import { hostileOverview } from './sample-overview.ts';
import type { Report } from '../../src/model/report.ts';
import { sampleReport } from './sample-report.ts';

/** The sample report with one text of an intruder in every place that can hold text from a log or from a person. */
export function hostileReport(text: string): Report {
  const base = sampleReport();
  const suspect = { kind: 'user-agent' as const, value: text };
  return {
    ...base,
    case: {
      ...base.case,
      ...{ id: text, label: text, severity: text, operators: [text], tickets: [text] },
      playbook: {
        ...base.case.playbook,
        id: text,
        version: text,
        title: text,
        frameworks: { attack: text, atlas: text, owasp: text },
      },
    },
    suspects: base.suspects.map((one) => ({ ...one, ...suspect, decision: text, origin: text, why: [text] })),
    elements: base.elements.map((element) => ({
      ...element,
      ...{ title: text, summary: text, status: text },
      questions: element.questions.map((question) => ({
        ...question,
        ask: text,
        answer: text,
        why: text,
        by: text,
        unanswerable: text,
        limits: text,
      })),
      steps: element.steps.map((step) => ({
        ...step,
        title: text,
        status: text,
        suspect,
        text,
        coverage: { ...step.coverage, gaps: [text] },
      })),
    })),
    findings: base.findings.slice(0, 3).map((finding, index) => ({
      ...finding,
      ...{
        id: text,
        step: text,
        title: text,
        description: text,
        reason: text,
        principals: [text],
        sourceIps: [text],
        events: [text],
      },
      ...{
        attack: [text],
        atlas: [text],
        owasp: [text],
        evidence: [text],
        disposition: index === 0 ? ('expected' as const) : ('open' as const),
      },
    })),
    actions: base.actions.map((action) => ({
      ...action,
      ...{
        id: text,
        action: text,
        target: text,
        calls: [{ [text]: text }],
        planSha256: text,
        approvedBy: [text],
        executedBy: text,
        at: text,
        verification: text,
      },
    })),
    log: [{ kind: text, text, at: text, who: text, writtenAt: text }],
    notes: [{ text, at: text, by: text }],
    timeline: [
      ...base.timeline.slice(0, 5).map((entry) => ({ ...entry, title: text, event: text })),
      { at: text, kind: text, title: text, event: text },
    ],
    coverage: base.coverage.map((entry) => ({ ...entry, account: text, region: text, detail: text })),
    evidence: [{ sha256: text, size: 1, source: text, collectedAt: text, collector: text }],
    overview: hostileOverview(text),
    integrity: { entries: 1, head: text, ok: false, detail: text },
    generated: { at: text, by: text, version: text },
  };
}
