import { listed, nearest } from '../../base/text.ts';
import type { Reference } from '../../expressions/references.ts';
import type { ExpressionSite } from '../expression-sites.ts';
import { compileSite, expressionSites } from '../expression-sites.ts';
import type { Rule, RuleContext, RuleFault } from '../rule.ts';
import { placeKey } from '../rule.ts';

/** What conditions and templates name is there: columns of the row, inputs, findings, questions. */
export const unknownNames: Rule = {
  id: 'unknown-name',
  check: function* (context) {
    const known = namesIn(context);
    for (const site of expressionSites(context)) {
      const result = compileSite(site);
      for (const reference of result.ok ? result.references : [])
        yield* unknown(site, reference, known(site));
    }
  },
};

/** The members each variable has; a variable that is not there can have any. */
type Members = Readonly<Record<string, { readonly what: string; readonly names: readonly string[] }>>;

function namesIn(context: RuleContext): (site: ExpressionSite) => Members {
  const { playbook, findings, questions, sql } = context;
  const fixed: Members = {
    inputs: { what: 'an input', names: Object.keys(playbook.inputs) },
    findings: { what: 'a finding of this playbook', names: findings.map(({ finding }) => finding.id) },
    answers: { what: 'a question of this playbook', names: questions.map(({ question }) => question.id) },
    suspect: { what: 'a member of a suspect', names: ['kind', 'value'] },
  };
  return ({ step, variables }) => {
    const columns = step === null ? null : (sql.get(placeKey(step.path))?.columns ?? null);
    const row = columns === null ? {} : { row: { what: "a column of this step's query", names: columns } };
    // In a suggestion `findings` is a list, which has no members by name.
    return variables['findings'] === 'list' ? { ...fixed, ...row, findings: LIST } : { ...fixed, ...row };
  };
}

const LIST = { what: 'a member of a list', names: [] };
const FINDING_MEMBERS = ['count', 'severity', 'disposition'];

function* unknown(
  { path, step }: ExpressionSite,
  reference: Reference,
  members: Members,
): Generator<RuleFault> {
  const [variable = '', name, deeper] = reference.path;
  const place = { path, place: reference.offset, ...(step === null ? {} : { step: step.step.id }) };
  const known = members[variable];
  if (known === undefined || name === undefined) return;
  if (!known.names.includes(name)) {
    yield { ...place, ...fault(`${variable}.${name}`, known.what, { name, names: known.names }) };
  } else if (variable === 'findings' && deeper !== undefined && !FINDING_MEMBERS.includes(deeper)) {
    yield {
      ...place,
      ...fault(reference.path.join('.'), 'a member of a finding', { name: deeper, names: FINDING_MEMBERS }),
    };
  }
}

interface Looked {
  readonly name: string;
  readonly names: readonly string[];
}

function fault(text: string, what: string, { name, names }: Looked): Pick<RuleFault, 'what' | 'why' | 'fix'> {
  const close = nearest(name, names);
  return {
    what: `'${text}' is not ${what}`,
    why: names.length === 0 ? 'there is none' : `known here: ${shortList(names)}`,
    fix: close === undefined ? 'name one that is there' : `write '${close}'`,
  };
}

function shortList(names: readonly string[]): string {
  return names.length > 30 ? `${names.slice(0, 30).join(', ')} and ${names.length - 30} more` : listed(names);
}
