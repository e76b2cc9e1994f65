import type { StepCoverage } from '../../src/model/coverage.ts';
import { ELEMENT_TITLES } from '../../src/model/element.ts';
import type { ElementId } from '../../src/model/element.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ReportElement } from '../../src/model/report.ts';

const COMPLETE: StepCoverage = {
  status: 'complete',
  records: 2900,
  stretches: [{ from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' }],
  gaps: [],
};
const NOT_COLLECTED: StepCoverage = {
  status: 'not-collected',
  records: 0,
  stretches: [],
  gaps: ['Bedrock model invocation logs: not collected'],
};

/** An element of the made-up report: two questions, one of them not answered, and two steps. */
export function sampleElement(id: ElementId, findings: readonly Finding[]): ReportElement {
  const own = findings.filter(({ element }) => element === id);
  const blind = id === 'private-data';
  return {
    id,
    title: ELEMENT_TITLES[id],
    status: id === 'agency' ? 'open' : 'done',
    summary: own.length === 0 ? 'No finding.' : `${own.length} findings.`,
    questions: [
      {
        id: `${id}-changed`,
        ask: `Was anything changed or used that belongs to "${ELEMENT_TITLES[id].toLowerCase()}"?`,
        answer: blind ? 'cannot-be-known' : own.length > 0 ? 'yes' : 'no',
        why:
          own.length > 0
            ? 'See the findings; the owner of the pipeline confirmed that the calls were not theirs.'
            : null,
        by: 'Ada Byron',
        at: '2026-11-22T09:20:00.000Z',
        stale: id === 'invocation',
        unanswerable: blind ? 'Bedrock model invocation logs: not collected' : null,
        limits: id === 'data-stores' ? 'configuration read from the account: not collected' : null,
      },
      {
        id: `${id}-ongoing`,
        ask: 'Is it still going on?',
        answer: null,
        why: null,
        by: null,
        at: null,
        stale: false,
        unanswerable: null,
        limits: null,
      },
    ],
    steps: [
      {
        id: `${id}-calls`,
        title: 'Calls by the suspects',
        suspect: { kind: 'access-key', value: 'AKIAIOSFODNN7EXAMPLE' },
        status: 'done',
        rows: 14,
        coverage: COMPLETE,
        text: '14 rows',
        result: '5'.repeat(64),
      },
      {
        id: `${id}-bodies`,
        title: 'What the model was asked',
        suspect: null,
        status: blind ? 'failed' : 'skipped',
        rows: null,
        coverage: NOT_COLLECTED,
        text: blind
          ? 'cannot be told: Bedrock model invocation logs: not collected'
          : 'skipped: not in scope',
        result: null,
      },
    ],
  };
}
