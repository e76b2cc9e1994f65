import type { FindingDef, Playbook } from '../../model/playbook.ts';
import type { PlacedFinding, Rule, RuleFault } from '../rule.ts';
import { REVOKED_IN_ATTACK_19 } from '../attack-revoked.ts';

/** Findings are mapped, with ids that the named versions of the frameworks have. */
export const mappings: Rule = {
  id: 'mapping',
  check: function* ({ playbook, findings }) {
    for (const placed of findings) {
      yield* unmapped(placed);
      for (const framework of FRAMEWORKS) yield* wrongIds(placed, framework, playbook);
    }
  },
};

function* unmapped({ finding, path, step }: PlacedFinding): Generator<RuleFault> {
  if (FRAMEWORKS.some(({ name }) => finding[name].length > 0)) return;
  yield {
    path,
    what: `the finding '${finding.id}' is mapped to no framework`,
    why: 'its mappings tell readers of the report which known technique it is',
    fix: "add 'attack: […]', 'atlas: […]' or 'owasp: […]' with the ids of the technique",
    step: step.id,
    absent: true,
  };
}

interface Framework {
  readonly name: keyof Playbook['frameworks'] & keyof FindingDef;
  readonly title: string;
  readonly form: RegExp;
  readonly example: string;
  /** Why an id of the right form is not one of this version, or null. */
  readonly gone: (id: string, version: string) => string | null;
}

const NONE = (): null => null;

const FRAMEWORKS: readonly Framework[] = [
  { name: 'attack', title: 'ATT&CK', form: /^T\d{4}(\.\d{3})?$/, example: 'T1078.004', gone: revoked },
  { name: 'atlas', title: 'ATLAS', form: /^AML\.T\d{4}(\.\d{3})?$/, example: 'AML.T0012', gone: NONE },
  {
    name: 'owasp',
    title: 'the OWASP list for LLM applications',
    form: /^LLM(0[1-9]|10)$/,
    example: 'LLM06',
    gone: NONE,
  },
];

function revoked(id: string, version: string): string | null {
  if (!(Number.parseFloat(version) >= 19) || !/^T1562(\.|$)/.test(id)) return null;
  const successor = REVOKED_IN_ATTACK_19[id];
  return successor === undefined ? 'look up what replaced it on attack.mitre.org' : `write '${successor}'`;
}

function* wrongIds(
  { finding, path, step }: PlacedFinding,
  framework: Framework,
  playbook: Playbook,
): Generator<RuleFault> {
  const { name, title, form, example, gone } = framework;
  const version = playbook.frameworks[name];
  for (const [index, id] of finding[name].entries()) {
    if (id === '') continue;
    const place = { path: [...path, name, index], step: step.id };
    if (!form.test(id)) {
      yield {
        ...place,
        what: `'${id}' is not an id of ${title}`,
        why: `its ids look like ${example}`,
        fix: `write it like ${example}`,
      };
      continue;
    }
    const successor = gone(id, version);
    if (successor === null) continue;
    yield {
      ...place,
      what: `${title} ${version} revoked '${id}'`,
      why: 'the playbook names that version',
      fix: successor,
    };
  }
}
