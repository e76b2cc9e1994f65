import { describe, expect, it } from 'vitest';
import { findPlaybook, listPlaybooks } from '../../src/app/playbook-library.ts';
import { Session } from '../../src/app/session.ts';
import { stepWork } from '../../src/app/step-work.ts';
import { createAnswersResponder } from '../../src/app/answers-responder.ts';
import { NO_ANSWERS } from '../../src/model/answers.ts';
import { nothingFoundText } from '../../src/model/coverage.ts';
import type { QueryLake } from '../../src/ports/lake.ts';
import { actionCase } from '../support/action-case.ts';

/** Every `read` step of the library, once for each operation it reads first. */
const READS = listPlaybooks().flatMap(({ id }) => {
  const { playbook } = findPlaybook(id);
  return playbook.elements.flatMap((element) =>
    element.steps.flatMap((step) =>
      step.work.kind === 'read' ? [{ playbook, element, step, read: step.work.read }] : [],
    ),
  );
});

const NO_LAKE: QueryLake = {
  query: () => Promise.reject(new Error('a read step asked the lake')),
  check: () => Promise.reject(new Error('a read step asked the lake')),
  close: () => Promise.resolve(),
};

describe('a read step whose call is denied', () => {
  it('are in the library', () => {
    expect(READS.length).toBeGreaterThan(15);
  });

  it.each(READS.map((one) => [one.playbook.id, one.step.id, one] as const))(
    '%s %s: says what was not readable, and never that nothing was found',
    async (_playbook, _step, { playbook, element, step, read }) => {
      let struck = 0;
      const open = await actionCase({
        faults: (call) => {
          if (!call.endsWith(`:${read.operation}`)) return undefined;
          struck += 1;
          return 'access denied';
        },
      });
      const session = new Session({
        store: open.book.store,
        playbook,
        lake: NO_LAKE,
        responder: createAnswersResponder(NO_ANSWERS, null, () => undefined),
        by: { human: 'tester', identity: null },
        clock: open.desk.clock,
        interactive: false,
      });
      session.account = open.desk;
      const outcome = await stepWork(session, { element, step, suspect: null });
      await open.close();
      expect(struck).toBeGreaterThan(0);
      expect(outcome.rows).toEqual([]);
      expect(outcome.failed).toContain('not readable');
      expect(outcome.failed).toContain(read.operation);
      expect(outcome.coverage.status).toBe('not-readable');
      expect(nothingFoundText(outcome.coverage)).toMatch(/^cannot be told: .*AccessDenied/);
    },
  );
});
