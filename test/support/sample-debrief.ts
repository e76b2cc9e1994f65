import type { Debrief } from '../../src/model/debrief.ts';

/** A made-up debrief with every field of the model filled at least once. */
export function sampleDebrief(overrides: Partial<Debrief> = {}): Debrief {
  return {
    score: {
      scenario: { id: 'sample', version: '1.0.0', title: 'A sample scenario' },
      case: 'hep-20261121-a1b2c3',
      seed: 'seed',
      objectives: [
        {
          id: 'door',
          title: 'Closed the back door',
          passed: false,
          reason: 'The back door is still open.',
          question: 'access-1',
          by: 'the play',
        },
        {
          id: 'said',
          title: 'Told the management',
          passed: true,
          reason: 'They said it aloud.',
          question: null,
          by: 'the facilitator',
        },
      ],
      times: { found: 2, declared: 10, preserved: 12, contained: 20, verified: null },
      damage: {
        aims: [{ id: 'tokens', title: 'Tokens sold', unit: 'tokens', amount: 1000, points: 2, alone: 9000 }],
        points: 2,
        alone: 18,
      },
      mistakes: [{ what: 'The session lived on.', why: 'A key that is off leaves its sessions alive.' }],
      signals: [
        { signal: 'A2', steps: ['Makes a second key'], events: 1, seen: true, questions: [] },
        {
          signal: 'M1',
          steps: ['Deletes the log'],
          events: 1,
          seen: false,
          questions: ['Was logging changed?'],
        },
      ],
      intruder: [
        {
          at: '2026-11-21T10:00:00.000Z',
          step: 'second-key',
          title: 'Makes a second key',
          call: 'iam:CreateAccessKey',
          as: 'session',
          error: null,
          event: '6f7d0c5a-2222-4f1e-8d34-0123456789ab',
        },
      ],
    },
    key: true,
    started: '2026-11-21T10:00:00.000Z',
    called: '2026-11-21T10:45:00.000Z',
    ended: '2026-11-21T15:00:00.000Z',
    story: [
      {
        at: '2026-11-21T10:00:00.000Z',
        title: 'Makes a second key',
        call: 'iam:CreateAccessKey',
        as: 'session',
        error: null,
        event: '6f7d0c5a-2222-4f1e-8d34-0123456789ab',
        seen: true,
      },
      {
        at: '2026-11-21T12:00:00.000Z',
        title: 'Tries the key once more',
        call: 'sts:GetCallerIdentity',
        as: 'leakedKey',
        error: 'InvalidClientTokenId',
        event: null,
        seen: false,
      },
    ],
    untold: 3,
    news: [{ at: '2026-11-21T11:00:00.000Z', from: 'Finance', text: 'Our bill has doubled.' }],
    team: [
      { at: '2026-11-21T10:47:00.000Z', kind: 'finding', title: 'A2 a second key', who: 'ana' },
      { at: '2026-11-21T10:57:00.000Z', kind: 'answer', title: 'access-1: yes', who: 'ana' },
      { at: '2026-11-21T10:58:00.000Z', kind: 'decision', title: 'declare: it is one', who: 'ben' },
      { at: '2026-11-21T10:59:00.000Z', kind: 'preservation', title: 'logs held', who: 'ana' },
      { at: '2026-11-21T11:05:00.000Z', kind: 'containment', title: 'key disabled', who: 'ana' },
    ],
    missed: [
      {
        signal: 'M1',
        told: 'Whoever switches the log of invocations off does not want to be seen.',
        element: 'AI changes',
        step: 'Logging and guardrails',
        questions: ['Was logging changed?'],
        gaveIt: ['Deletes the log'],
      },
    ],
    practise: [{ what: 'AI changes: M1 not seen.', how: 'Walk the step again.' }],
    ...overrides,
  };
}
