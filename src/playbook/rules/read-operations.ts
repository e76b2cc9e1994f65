import { refusedRead } from '../refused-reads.ts';
import type { ReadAccess } from '../read-access.ts';
import type { PlacedStep, Rule, RuleFault } from '../rule.ts';
import { readKey } from '../rule.ts';

/** Reads only read: nothing is changed, no credential is made, no secret comes back. */
export const readOperations: Rule = {
  id: 'read-operation',
  check: function* (context) {
    for (const placed of context.steps) {
      if (placed.step.work.kind !== 'read') continue;
      const { client, operation } = placed.step.work.read;
      if (client === '' || operation === '') continue;
      const access = context.reads.get(readKey(client, operation));
      const refused = refusedRead(placed.step.work.read);
      if (refused !== null)
        yield fault(placed, { what: `${client} ${operation} is refused`, why: refused, fix: INSTEAD });
      else if (access !== undefined) yield* judged(placed, access);
    }
  },
};

const INSTEAD = 'read the configuration that tells of it (List…, Describe…), or ask the responder in a note';

function* judged(placed: PlacedStep, access: ReadAccess): Generator<RuleFault> {
  if (access.kind === 'reads') return;
  const found = fault(placed, access);
  yield access.kind === 'unknown-client' ? { ...found, path: [...placed.path, 'read', 'client'] } : found;
}

type Words = Pick<RuleFault, 'what' | 'why' | 'fix'>;

function fault({ step, path }: PlacedStep, { what, why, fix }: Words): RuleFault {
  return { path: [...path, 'read', 'operation'], what, why, fix, step: step.id };
}
