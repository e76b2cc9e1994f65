import { calledAt, isOperator, isWord, parenthesesAt } from '../../dialect/token-walk.ts';
import type { Token } from '../../dialect/tokenize.ts';
import { tokenize } from '../../dialect/tokenize.ts';
import { compileSite, expressionSites } from '../expression-sites.ts';
import type { Rule } from '../rule.ts';

/** A list in a text has a fixed order: over the same logs, a finding has the same title at every run. */
export const orderedLists: Rule = {
  id: 'unordered-list',
  check: function* (context) {
    for (const site of expressionSites(context)) {
      if (site.as !== 'template' || site.step?.step.work.kind !== 'query') continue;
      const lists = unorderedLists(site.step.step.work.sql);
      const result = lists.size === 0 ? null : compileSite(site);
      for (const { path, offset } of result?.ok === true ? result.references : []) {
        const [variable, column = ''] = path;
        if (variable !== 'row' || !lists.has(column)) continue;
        yield {
          path: site.path,
          place: offset,
          what: `'row.${column}' is a list without a fixed order`,
          why: 'array_agg gives its items in any order: the same logs would give another text',
          fix: `write array_sort(array_agg(…)) AS ${column} in the query, or ORDER BY inside of array_agg`,
          step: site.step.step.id,
        };
      }
    }
  },
};

/** Names that a statement gives to lists as array_agg gathered them. A name that is given again stands for the later. */
function unorderedLists(sql: string): ReadonlySet<string> {
  const { tokens } = tokenize(sql);
  const ends = new Set(
    tokens.flatMap((_, index) => (calledAt(tokens, index) === 'array_agg' ? endOfList(tokens, index) : [])),
  );
  const unordered = new Map<string, boolean>();
  for (const [index, token] of tokens.entries())
    if (isWord(tokens[index - 1], 'as')) unordered.set(token.text.toLowerCase(), ends.has(index - 2));
  return new Set([...unordered].flatMap(([name, is]) => (is ? [name] : [])));
}

/** Functions that give a list, or a text of it, in the order that it has. */
const KEEPS_ORDER = new Set(['slice', 'array_distinct', 'array_join', 'flatten', 'filter', 'coalesce']);

/** Where the expression ends that the list of this array_agg stands in; nothing where it has an order. */
function endOfList(tokens: readonly Token[], index: number): readonly number[] {
  const own = parenthesesAt(tokens, index + 1);
  if (own === undefined || tokens.slice(own.open, own.close).some((token) => isWord(token, 'order')))
    return [];
  let end = own.close;
  if (isWord(tokens[end + 1], 'filter')) end = parenthesesAt(tokens, end + 2)?.close ?? end;
  for (let open = enclosing(tokens, index); open !== null; open = enclosing(tokens, open)) {
    const around = KEEPS_ORDER.has(calledAt(tokens, open - 1) ?? '') && parenthesesAt(tokens, open);
    if (around === false || around === undefined) break;
    end = around.close;
  }
  return [end];
}

/** The parenthesis that is open at `index`. */
function enclosing(tokens: readonly Token[], index: number): number | null {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    if (isOperator(tokens[at], ')')) depth += 1;
    if (isOperator(tokens[at], '(')) depth -= 1;
    if (depth < 0) return at;
  }
  return null;
}
