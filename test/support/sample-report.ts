import { sampleOverview } from './sample-overview.ts';
import { ELEMENT_TITLES, ELEMENTS } from '../../src/model/element.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report, ReportEvidence, TimelineEntry } from '../../src/model/report.ts';
import { sampleDebrief } from './sample-debrief.ts';
import { sampleElement } from './sample-element.ts';
import { sampleFindings } from './sample-findings.ts';

/** A made-up report with every field of the model filled at least once. Overrides replace whole members. */
export function sampleReport(overrides: Partial<Report> = {}): Report {
  const findings = overrides.findings ?? sampleFindings();
  return {
    case: {
      id: 'hep-20261121-a1b2c3',
      mode: 'live',
      label: 'LOGS ONLY',
      playbook: {
        id: 'genai-workload',
        version: '1.0.0',
        sha256: '3'.repeat(64),
        title: 'Incident in a generative-AI workload',
        frameworks: { attack: '19', atlas: '5.6.0', owasp: 'LLM 2025' },
      },
      opened: '2026-11-22T08:02:11.120Z',
      closed: '2026-11-22T12:40:02.000Z',
      severity: 'SEV2',
      declared: '2026-11-22T08:30:00.000Z',
      operators: ['Ada Byron', 'Grace Murray (arn:aws:sts::111122223333:assumed-role/ir-responder/grace)'],
      tickets: ['SEC-4711'],
    },
    scope: { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z', account: '111122223333' },
    suspects: sampleSuspects(),
    elements: ELEMENTS.map((id) => sampleElement(id, findings)),
    findings,
    actions: [
      {
        id: '118',
        action: 'iam/deactivate-access-key',
        status: 'verified',
        target: 'AKIAIOSFODNN7EXAMPLE',
        calls: [
          {
            service: 'iam',
            operation: 'UpdateAccessKey',
            input: { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Inactive' },
          },
        ],
        planSha256: '7'.repeat(64),
        approvedBy: ['Grace Murray'],
        executedBy: 'arn:aws:sts::111122223333:assumed-role/ir-responder/grace',
        at: '2026-11-22T10:15:00.000Z',
        verification: 'no further success by the key in the 15 minutes after',
      },
    ],
    log: [
      {
        kind: 'intake',
        text: 'Reported by the cloud team: a bill alarm on Bedrock.',
        at: '2026-11-22T07:55:00.000Z',
        who: 'Ada Byron',
        writtenAt: '2026-11-22T08:05:00.000Z',
      },
      {
        kind: 'declare',
        text: 'Incident declared.',
        at: '2026-11-22T08:30:00.000Z',
        who: 'Ada Byron',
        writtenAt: '2026-11-22T08:30:04.000Z',
      },
      {
        kind: 'severity',
        text: 'SEV2',
        at: '2026-11-22T08:31:00.000Z',
        who: 'Ada Byron',
        writtenAt: '2026-11-22T08:31:02.000Z',
      },
      {
        kind: 'decision',
        text: 'Keep the application running; contain the build-bot key first.',
        at: '2026-11-22T09:10:00.000Z',
        who: 'Grace Murray',
        writtenAt: '2026-11-22T09:10:40.000Z',
      },
    ],
    notes: [
      {
        text: 'The build-bot key was found in a public repository by the owner of the pipeline.',
        at: '2026-11-22T08:40:00.000Z',
        by: 'Ada Byron',
      },
    ],
    timeline: sampleTimeline(findings),
    coverage: sampleCoverage(),
    evidence: sampleEvidence(24),
    overview: sampleOverview(),
    exercise: sampleDebrief(),
    integrity: {
      entries: 131,
      head: '9f'.repeat(32),
      ok: true,
      detail: 'every entry and every byte of evidence is as it was written',
      copy: {
        destination: 's3://example-evidence/cases',
        account: '444455556666',
        lock: 'Object Lock in compliance mode for 30 days',
        files: 12,
        confirmed: 11,
        head: { seq: 131, hash: '9f'.repeat(32), at: '2026-11-22T12:40:00.000Z' },
        text: '11 of 12 files are confirmed in s3://example-evidence/cases',
      },
      clocks: [{ account: '111122223333', offsetMs: 1200, text: 'this machine is 1.2 s ahead' }],
    },
    generated: { at: '2026-11-22T12:41:00.000Z', by: 'Ada Byron', version: '0.1.0' },
    ...overrides,
  };
}

/** The same about nothing: no finding, no answer, no evidence. */
export function emptyReport(): Report {
  const full = sampleReport();
  return sampleReport({
    case: { ...full.case, closed: null, severity: null, declared: null, operators: [], tickets: [] },
    scope: { from: null, to: null, account: null },
    ...{
      suspects: [],
      findings: [],
      actions: [],
      log: [],
      notes: [],
      timeline: [],
      coverage: [],
      evidence: [],
    },
    elements: ELEMENTS.map((id) => ({
      id,
      title: ELEMENT_TITLES[id],
      status: 'not-started',
      summary: '',
      questions: [],
      steps: [],
    })),
    overview: null,
    exercise: null,
    integrity: { entries: 1, head: '0'.repeat(64), ok: false, detail: 'entry 1: the hash does not fit' },
  });
}

/** Evidence of `count` files. */
export function sampleEvidence(count: number): readonly ReportEvidence[] {
  return Array.from({ length: count }, (_, index) => ({
    sha256: (index + 1).toString(16).padStart(64, '0'),
    size: 18_000 + index * 731,
    source: `logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/21/111122223333_CloudTrail_us-east-1_20261121T${String(index % 24).padStart(2, '0')}00Z_${index}.json.gz`,
    collectedAt: '2026-11-22T08:03:00.000Z',
    collector: 'local-files',
  }));
}

function sampleSuspects(): Report['suspects'] {
  return [
    {
      kind: 'access-key',
      value: 'AKIAIOSFODNN7EXAMPLE',
      decision: 'follow',
      origin: 'input',
      why: ['given'],
    },
    {
      kind: 'principal',
      value: 'arn:aws:iam::111122223333:user/build-bot',
      decision: 'follow',
      origin: 'finding',
      why: ['owner of AKIAIOSFODNN7EXAMPLE (access-keys)'],
    },
    {
      kind: 'address',
      value: '203.0.113.77',
      decision: 'follow',
      origin: 'finding',
      why: ['used by AKIAIOSFODNN7EXAMPLE 212 times (access-addresses)'],
    },
    {
      kind: 'address',
      value: '192.0.2.10',
      decision: 'reject',
      origin: 'finding',
      why: ['used once (access-addresses)'],
    },
  ];
}

function sampleTimeline(findings: readonly Finding[]): readonly TimelineEntry[] {
  const cited = findings.flatMap(({ id, title, events, first, last }) =>
    events.map((event, index) => ({
      at: new Date(
        Date.parse(first ?? '') +
          ((Date.parse(last ?? '') - Date.parse(first ?? '')) * index) / Math.max(1, events.length - 1),
      ).toISOString(),
      kind: 'finding',
      title: `${id} ${title}`,
      event,
    })),
  );
  return [
    ...cited,
    {
      at: '2026-11-21T03:02:00.000Z',
      kind: 'pinned',
      title: 'First call of the key from the new address',
      event: 'e-pinned-1',
    },
    { at: '2026-11-22T07:55:00.000Z', kind: 'log', title: 'intake: Reported by the cloud team', event: null },
    { at: '2026-11-22T08:02:11.120Z', kind: 'case', title: 'case opened', event: null },
    {
      at: '2026-11-22T08:40:00.000Z',
      kind: 'note',
      title: 'The build-bot key was found in a public repository',
      event: null,
    },
    { at: '2026-11-22T09:20:00.000Z', kind: 'answer', title: 'access-changed: yes', event: null },
    { at: '2026-11-22T12:40:02.000Z', kind: 'case', title: 'case closed', event: null },
  ].toSorted((a, b) => a.at.localeCompare(b.at));
}

function sampleCoverage(): Report['coverage'] {
  const stretch = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T03:40:00Z' };
  return [
    {
      source: 'cloudtrail.management',
      account: '111122223333',
      region: 'us-east-1',
      ...stretch,
      status: 'partial',
      detail: 'as supplied; logging was stopped at 2026-11-21T03:40:00Z',
      records: 2712,
      stretches: [stretch],
    },
    {
      source: 'cloudtrail.management',
      account: '111122223333',
      region: 'eu-central-1',
      from: '2026-11-20T00:00:00Z',
      to: '2026-11-22T00:00:00Z',
      status: 'complete',
      detail: 'covered by a verified digest chain',
      records: 188,
      stretches: [{ from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' }],
    },
    {
      source: 'cloudtrail.data.s3',
      account: '111122223333',
      region: 'us-east-1',
      ...stretch,
      status: 'partial',
      detail: 'as supplied',
      records: 920,
      stretches: [stretch],
    },
    {
      source: 'bedrock.invocations',
      account: null,
      region: null,
      from: null,
      to: null,
      status: 'not-collected',
      detail: 'no record of this source is in the evidence',
      records: 0,
      stretches: [],
    },
    {
      source: 'aws.configuration',
      account: null,
      region: null,
      from: null,
      to: null,
      status: 'not-collected',
      detail: 'the case has no account',
      records: 0,
      stretches: [],
    },
  ];
}
