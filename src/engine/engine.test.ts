import { describe, expect, it } from 'vitest';
import type { CaseEvent, CaseEvents, EventKind, JournalEntry } from '../model/case-event.ts';
import type { CaseState } from '../model/case-state.ts';
import { ELEMENTS } from '../model/element.ts';
import type { ElementDef, Playbook, QuestionDef, StepDef } from '../model/playbook.ts';
import { apply } from './apply.ts';
import { INITIAL_STATE } from './initial-state.ts';
import { next } from './next.ts';
import { proposeSuspects, raiseFindings } from './raise.ts';

const QUESTION: QuestionDef = {
  id: 'q-access',
  ask: 'Who?',
  why: 'x',
  choices: [],
  informedBy: ['A2'],
  sources: ['cloudtrail.management'],
  suggest: [],
};
const STEP: StepDef = {
  id: 's-keys',
  title: 'Keys',
  why: 'x',
  when: null,
  perSuspect: [],
  work: { kind: 'query', sql: 'SELECT 1' },
  sources: ['cloudtrail.management'],
  show: [],
  findings: [
    {
      id: 'A2',
      when: 'row.n > 1',
      severity: "row.n > 5 ? 'critical' : 'high'",
      title: '{{ count }} by {{ row.principal }}',
      description: 'x',
      attack: ['T1098.001'],
      atlas: [],
      owasp: [],
    },
  ],
  proposes: [{ kind: 'access-key', value: 'row.key', when: null, why: 'made by {{ row.principal }}' }],
  actions: [],
};
const CHAIN: StepDef = { ...STEP, id: 's-chain', perSuspect: ['access-key'], findings: [], proposes: [] };
const LATER: StepDef = { ...STEP, id: 's-later', when: 'size(suspects) > 0', findings: [], proposes: [] };

function playbookOf(parts: Partial<Record<string, Partial<ElementDef>>>): Playbook {
  const elements = ELEMENTS.map((id) => ({ id, summary: '', questions: [], steps: [], ...parts[id] }));
  return {
    id: 'p',
    version: '1.0.0',
    title: 'P',
    summary: '',
    kind: 'incident',
    useWhen: '',
    handOver: [],
    frameworks: { attack: '19', atlas: '5.6.0', owasp: 'LLM 2025' },
    inputs: {},
    elements,
    sha256: 'x',
  };
}

const PLAYBOOK = playbookOf({
  access: { questions: [QUESTION], steps: [STEP, CHAIN] },
  agency: { steps: [LATER] },
});

/** Folds events as a journal would hold them. */
function after(state: CaseState, ...events: readonly CaseEvent[]): CaseState {
  return events.reduce<CaseState>((folded, event) => {
    const entry = {
      ...event,
      seq: folded.lastSeq + 1,
      at: `2026-01-15T10:00:${String(folded.lastSeq).padStart(2, '0')}.000Z`,
      by: { human: 'ada', identity: null },
      prev: folded.head,
      hash: `h${folded.lastSeq}`,
    } as JournalEntry;
    return apply(folded, entry);
  }, state);
}

function event<K extends EventKind>(kind: K, data: CaseEvents[K]): CaseEvent {
  return { kind, data } as unknown as CaseEvent;
}

const COVERAGE = { status: 'partial', records: 3, stretches: [], gaps: [] } as const;
const FINDING = raiseFindings({
  element: 'access',
  step: STEP,
  rows: [{ n: 2, principal: 'p1', key: 'AKIA1', eventid: 'e1', eventtime: '2026-01-15T10:00:00Z' }],
  variables: {},
});
const ran = (step: string, over: Partial<CaseEvents['step-finished']> = {}): CaseEvent =>
  event('step-finished', {
    step,
    suspect: null,
    element: 'access',
    generation: 1,
    rows: 1,
    result: null,
    coverage: COVERAGE,
    findings: [],
    proposals: [],
    failed: null,
    ...over,
  });
const LAKE = event('lake-built', {
  generation: 1,
  events: 3,
  invocations: 0,
  problems: 0,
  files: 1,
  coverage: [],
});
const answered = (basis: Readonly<Record<string, number>>): CaseEvent =>
  event('question-answered', {
    question: 'q-access',
    answer: 'yes',
    why: null,
    generation: 1,
    suggested: null,
    basis,
  });
const PROPOSAL = { kind: 'access-key', value: 'AKIA1', why: 'made by p1', step: 's-keys' } as const;

describe('raising findings', () => {
  it('counts rows that match, takes the worst severity and lists the events', () => {
    const rows = [
      { n: 1, eventid: 'e0' },
      {
        n: 2,
        principal: 'p1',
        eventid: 'e1',
        eventtime: '2026-01-15T10:00:00Z',
        sourceipaddress: '192.0.2.1',
      },
      { n: 9, principal: 'p2', evidence: 'a'.repeat(64), record: 4, eventtime: '2026-01-15T11:00:00Z' },
    ];
    expect(raiseFindings({ element: 'access', step: STEP, rows, variables: {} })).toEqual([
      expect.objectContaining({
        id: 'A2',
        severity: 'critical',
        count: 2,
        title: '2 by p2',
        first: '2026-01-15T10:00:00Z',
        last: '2026-01-15T11:00:00Z',
        principals: ['p1', 'p2'],
        sourceIps: ['192.0.2.1'],
        events: ['e1', `${'a'.repeat(64)}:4`],
        evidence: ['a'.repeat(64)],
      }),
    ]);
  });

  it('takes the exact count of a row that stands for many events', () => {
    const rows = [
      {
        n: 2,
        principal: ['p1', 'p2'],
        events: ['e1', 'e2'],
        events_count: 5000,
        first_seen: '2026-01-01T00:00:00Z',
        last_seen: '2026-01-02T00:00:00Z',
      },
    ];
    expect(raiseFindings({ element: 'access', step: STEP, rows, variables: {} })[0]).toMatchObject({
      count: 5000,
      events: ['e1', 'e2'],
      principals: ['p1', 'p2'],
    });
  });

  it('proposes each suspect once, and nothing from null', () => {
    const rows = [
      { key: 'AKIA1', principal: 'p1' },
      { key: null },
      { key: 'AKIA1', principal: 'p2' },
      { key: ['AKIA2', 'AKIA3'], principal: 'p3' },
    ];
    expect(
      proposeSuspects({ element: 'access', step: STEP, rows, variables: {} }).map(({ value }) => value),
    ).toEqual(['AKIA1', 'AKIA2', 'AKIA3']);
  });
});

describe('next', () => {
  it('runs steps in order, then asks, then is done', () => {
    let state = after(INITIAL_STATE, LAKE);
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'run', step: { id: 's-keys' } });
    state = after(state, ran('s-keys'));
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'ask', question: { id: 'q-access' } });
    state = after(state, answered({}));
    expect(next(PLAYBOOK, state)).toEqual({ do: 'done' });
  });

  it('has proposals confirmed first, then turns back to steps that run per suspect', () => {
    let state = after(INITIAL_STATE, LAKE, ran('s-keys', { findings: FINDING, proposals: [PROPOSAL] }));
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'confirm', proposals: [PROPOSAL] });
    state = after(
      state,
      event('suspect-decided', { suspects: [{ kind: 'access-key', value: 'AKIA1' }], decision: 'follow' }),
    );
    expect(next(PLAYBOOK, state)).toMatchObject({
      do: 'run',
      step: { id: 's-chain' },
      suspect: { value: 'AKIA1' },
    });
    state = after(
      state,
      ran('s-chain', { suspect: { kind: 'access-key', value: 'AKIA1' } }),
      answered({ A2: 1 }),
    );
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'run', step: { id: 's-later' } });
  });

  it('never runs a step for a rejected suspect', () => {
    const state = after(
      INITIAL_STATE,
      LAKE,
      ran('s-keys', { proposals: [PROPOSAL] }),
      event('suspect-decided', { suspects: [PROPOSAL], decision: 'reject' }),
      answered({}),
    );
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'run', step: { id: 's-later' } });
  });

  it('makes steps and answers due again when the lake grows', () => {
    const state = after(
      INITIAL_STATE,
      LAKE,
      ran('s-keys'),
      answered({}),
      event('lake-built', { generation: 2, events: 9, invocations: 0, problems: 0, files: 2, coverage: [] }),
    );
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'run', step: { id: 's-keys' } });
    expect(next(PLAYBOOK, after(state, ran('s-keys', { generation: 2 })))).toMatchObject({
      do: 'ask',
      question: { id: 'q-access' },
    });
  });

  it('asks again when the findings that bear on an answer changed', () => {
    const state = after(
      INITIAL_STATE,
      LAKE,
      ran('s-keys'),
      answered({}),
      event('step-reset', { step: 's-keys' }),
      ran('s-keys', { findings: FINDING }),
    );
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'ask', question: { id: 'q-access' } });
  });

  it('goes where the responder jumped, and puts a deferred question off', () => {
    const state = after(INITIAL_STATE, LAKE, event('jumped', { to: 'q-access' }));
    expect(next(PLAYBOOK, state)).toMatchObject({ do: 'ask', question: { id: 'q-access' } });
    const deferred = after(
      state,
      event('question-deferred', { question: 'q-access', why: null }),
      ran('s-keys'),
    );
    expect(next(PLAYBOOK, deferred)).toEqual({ do: 'done' });
  });
});

describe('apply', () => {
  it('keeps what the responder said of a finding when its step runs again', () => {
    const state = after(
      INITIAL_STATE,
      ran('s-keys', { findings: FINDING }),
      event('finding-marked', { finding: 'A2', expected: true, why: 'a test' }),
      ran('s-keys', { findings: FINDING }),
    );
    expect(state.findings['A2']).toMatchObject({ disposition: 'expected', reason: 'a test', count: 1 });
  });

  it('joins the findings of several suspects, counting shared events once', () => {
    const of = (value: string, events: readonly string[]): CaseEvent =>
      ran('s-chain', {
        suspect: { kind: 'access-key', value },
        findings: FINDING.map((finding) => ({ ...finding, events, count: events.length })),
      });
    expect(
      after(INITIAL_STATE, of('AKIA1', ['e1', 'e2']), of('AKIA2', ['e2', 'e3'])).findings['A2'],
    ).toMatchObject({ count: 3, events: ['e1', 'e2', 'e3'] });
  });

  it('drops a finding that its step no longer raises', () => {
    expect(after(INITIAL_STATE, ran('s-keys', { findings: FINDING }), ran('s-keys')).findings).toEqual({});
  });

  it('keeps earlier answers', () => {
    const state = after(
      INITIAL_STATE,
      answered({}),
      event('question-answered', {
        question: 'q-access',
        answer: 'no',
        why: 'looked again',
        generation: 1,
        suggested: null,
        basis: {},
      }),
    );
    expect(state.answers['q-access']).toMatchObject({ answer: 'no', earlier: [{ answer: 'yes' }] });
  });
});
