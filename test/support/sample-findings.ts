import type { ElementId } from '../../src/model/element.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Severity } from '../../src/model/severity.ts';

type Told = readonly [
  element: ElementId,
  severity: Severity,
  title: string,
  first: string,
  last: string,
  events: number,
];

/** The findings of the made-up incident, one a line: a leaked key, models enabled, guards removed, data poisoned. */
const TOLD: Readonly<Record<string, Told>> = {
  A2: [
    'access',
    'critical',
    'Access key created for a Bedrock API user by build-bot',
    '03:05:10',
    '03:05:10',
    1,
  ],
  A6: ['access', 'medium', '46 calls denied to build-bot within an hour', '03:02:40', '03:31:00', 46],
  A7: ['access', 'low', 'Identity and mail quota looked up with a long-term key', '03:02:00', '03:02:30', 3],
  I4: ['infrastructure', 'high', 'CloudTrail logging stopped in us-east-1', '03:40:00', '03:40:00', 1],
  M1: ['ai-changes', 'high', 'Access to 4 foundation models requested', '03:08:00', '03:09:30', 4],
  M3: ['ai-changes', 'high', 'Guardrail support-bot deleted', '03:15:00', '03:16:10', 2],
  M4: ['ai-changes', 'critical', 'Model invocation logging switched off', '03:12:20', '03:12:20', 1],
  D2: [
    'data-stores',
    'high',
    'Objects written to the knowledge-base bucket by build-bot',
    '03:20:00',
    '03:24:45',
    18,
  ],
  V1: ['invocation', 'high', '212 model invocations from 203.0.113.77', '03:25:00', '05:55:00', 212],
  V5: ['invocation', 'info', 'Models listed in 6 Regions', '03:07:00', '03:07:50', 6],
  G3: ['agency', 'medium', 'E-mail sent by the application role', '05:10:00', '05:12:00', 5],
};

const MAPPINGS: Readonly<Partial<Record<ElementId, Pick<Finding, 'attack' | 'atlas' | 'owasp'>>>> = {
  access: { attack: ['T1078.004', 'T1098.001'], atlas: ['AML.T0012'], owasp: [] },
  infrastructure: { attack: ['T1685.002'], atlas: [], owasp: [] },
  'ai-changes': { attack: ['T1685'], atlas: ['AML.T0018'], owasp: ['LLM03', 'LLM04'] },
  'data-stores': { attack: ['T1565.001'], atlas: ['AML.T0070'], owasp: ['LLM04', 'LLM08'] },
  invocation: { attack: ['T1496.004'], atlas: ['AML.T0040', 'AML.T0034'], owasp: ['LLM10'] },
  agency: { attack: ['T1648'], atlas: ['AML.T0053'], owasp: ['LLM06'] },
};

export function sampleFindings(): readonly Finding[] {
  return Object.entries(TOLD).map(([id, [element, severity, title, first, last, count]]) => ({
    id,
    element,
    step: `${element}-calls`,
    title,
    description: `Seen in calls by build-bot with the key AKIAIOSFODNN7EXAMPLE. ${title}.`,
    severity,
    count,
    first: `2026-11-21T${first}.000Z`,
    last: `2026-11-21T${last}.000Z`,
    principals: ['arn:aws:iam::111122223333:user/build-bot'],
    sourceIps: ['203.0.113.77'],
    events: Array.from({ length: count }, (_, index) => `${id}-event-${String(index).padStart(4, '0')}`),
    ...(MAPPINGS[element] ?? { attack: [], atlas: [], owasp: [] }),
    evidence: ['1'.padStart(64, '0')],
    disposition: id === 'A7' ? 'expected' : 'open',
    reason: id === 'A7' ? 'The nightly inventory job does this (CHG-42).' : null,
  }));
}
