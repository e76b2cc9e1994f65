import type { StepCoverage } from '../../src/model/coverage.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Column, Row } from '../../src/model/row.ts';
import type { Position, QuestionView, SqlView, StepView, SuspectsView } from '../../src/ports/responder.ts';

export const POSITION: Position = {
  caseId: 'hep-20261121-a1b2c3',
  label: 'LOGS ONLY',
  element: { title: 'AI changes', index: 3, of: 7 },
  step: { id: 'guardrail-changes', index: 2, of: 5 },
};

export const PARTIAL: StepCoverage = {
  status: 'partial',
  records: 2900,
  stretches: [{ from: '2026-11-20T22:00:00Z', to: '2026-11-21T06:00:00Z' }],
  gaps: ['CloudTrail management events: partial (as supplied)'],
};

export const FINDING: Finding = {
  id: 'M3',
  element: 'ai-changes',
  step: 'guardrail-changes',
  title: 'Guardrail deleted by arn:aws:iam::111122223333:user/build-bot',
  description: 'A guardrail was removed before the model was invoked.',
  severity: 'high',
  count: 2,
  first: '2026-11-21T03:15:00Z',
  last: '2026-11-21T03:16:10Z',
  principals: ['arn:aws:iam::111122223333:user/build-bot'],
  sourceIps: ['198.51.100.23'],
  events: ['5f7d2f3e-0000-4000-8000-000000000001', '5f7d2f3e-0000-4000-8000-000000000002'],
  attack: ['T1685'],
  atlas: ['AML.T0015'],
  owasp: ['LLM01'],
  evidence: ['a'.repeat(64)],
  disposition: 'open',
  reason: null,
};

const COLUMNS: readonly Column[] = [
  { name: 'eventtime', type: 'VARCHAR' },
  { name: 'eventname', type: 'VARCHAR' },
  { name: 'principal', type: 'VARCHAR' },
  { name: 'sourceipaddress', type: 'VARCHAR' },
  { name: 'useragent', type: 'VARCHAR' },
  { name: 'calls', type: 'BIGINT' },
];

/** Rows of a step, `count` of them. */
export function sampleRows(count: number): readonly Row[] {
  return Array.from({ length: count }, (_, index) => ({
    eventtime: `2026-11-21T03:${String(15 + (index % 40)).padStart(2, '0')}:00Z`,
    eventname: index % 2 === 0 ? 'DeleteGuardrail' : 'UpdateGuardrail',
    principal: 'arn:aws:iam::111122223333:user/build-bot',
    sourceipaddress: '198.51.100.23',
    useragent: 'Boto3/1.35.0 md/Botocore#1.35.0 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.3',
    calls: index + 1,
  }));
}

export const STEP: StepView = {
  position: POSITION,
  title: 'Guardrails changed or removed',
  why: 'A guardrail that was loosened or deleted explains why the model answered what it should have refused, and shows that the intruder knew what stood in the way.',
  suspect: { kind: 'access-key', value: 'AKIAIOSFODNN7EXAMPLE' },
  sources: ['CloudTrail management events'],
  asked:
    "SELECT eventtime, eventname\nFROM cloudtrail\nWHERE eventsource = 'bedrock.amazonaws.com'\n  AND eventname IN ('DeleteGuardrail', 'UpdateGuardrail')",
  columns: COLUMNS,
  rows: sampleRows(14),
  truncated: false,
  show: ['eventtime', 'eventname', 'principal'],
  coverage: PARTIAL,
  findings: [FINDING],
  note: null,
  failed: null,
};

export const QUESTION: QuestionView = {
  position: { ...POSITION, step: null },
  id: 'guardrails-changed',
  ask: 'Were guardrails or invocation logging changed or removed?',
  why: 'Without them, what the model was asked afterwards may be neither refused nor recorded.',
  choices: ['yes', 'no', 'unknown', 'not-applicable', 'cannot-be-known'],
  findings: [FINDING],
  suggestion: 'yes',
  unanswerable: null,
  earlier: { answer: 'no', stale: true },
};

export const SUSPECTS: SuspectsView = {
  position: { ...POSITION, step: null },
  proposals: [
    {
      kind: 'access-key',
      value: 'ASIAIOSFODNN7EXAMPLE',
      why: 'minted by AKIAIOSFODNN7EXAMPLE with GetSessionToken',
      step: 'sessions-minted',
    },
    {
      kind: 'address',
      value: '203.0.113.77',
      why: 'used by AKIAIOSFODNN7EXAMPLE 212 times',
      step: 'addresses-of-key',
    },
  ],
};

export const SQL: SqlView = {
  position: POSITION,
  columns: COLUMNS,
  rows: sampleRows(3),
  truncated: false,
  coverageText: 'partial: 2,900 events read, 2026-11-20T22:00:00Z to 2026-11-21T06:00:00Z',
};
