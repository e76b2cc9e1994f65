import { refusedRead } from '../refused-reads.ts';
import type { ReadAccess } from '../read-access.ts';
import type { Path } from '../../documents/source-document.ts';
import type { ReadCall } from '../../model/playbook.ts';
import type { PlacedStep, Rule, RuleContext, RuleFault } from '../rule.ts';
import { readKey } from '../rule.ts';

/** Reads only read: nothing is changed, no credential is made, no secret comes back. */
export const readOperations: Rule = {
  id: 'read-operation',
  check: function* (context) {
    for (const placed of context.steps)
      for (const [path, read] of placedReads(placed)) yield* readFaults({ placed, path, read }, context);
  },
};

interface PlacedRead {
  readonly placed: PlacedStep;
  readonly path: Path;
  readonly read: ReadCall;
}

function placedReads({ step: { work }, path }: PlacedStep): readonly (readonly [Path, ReadCall])[] {
  if (work.kind === 'read') return [[[...path, 'read'], work.read]];
  if (work.kind !== 'check') return [];
  return work.check.reads.map((read) => [[...path, 'check', 'reads', read.name], read]);
}

function* readFaults(one: PlacedRead, { reads }: RuleContext): Generator<RuleFault> {
  const { client, operation } = one.read;
  if (client === '' || operation === '') return;
  const access = reads.get(readKey(client, operation));
  const refused = refusedRead(one.read);
  if (refused !== null)
    yield fault(one, { what: `${client} ${operation} is refused`, why: refused, fix: INSTEAD });
  else if (access !== undefined) yield* judged(one, access);
}

const INSTEAD = 'read the configuration that tells of it (List…, Describe…), or ask the responder in a note';

function* judged(one: PlacedRead, access: ReadAccess): Generator<RuleFault> {
  if (access.kind === 'reads') return;
  const found = fault(one, access);
  yield access.kind === 'unknown-client' ? { ...found, path: [...one.path, 'client'] } : found;
}

type Words = Pick<RuleFault, 'what' | 'why' | 'fix'>;

function fault({ placed, path }: PlacedRead, { what, why, fix }: Words): RuleFault {
  return { path: [...path, 'operation'], what, why, fix, step: placed.step.id };
}
