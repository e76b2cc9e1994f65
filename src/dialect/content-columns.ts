import { isObject } from '../base/json.ts';
import type { AstNode } from './ast.ts';
import { everyNode, MOST_DEPTH, nodeAt, nodesAt, textAt, textsAt } from './ast.ts';

/** The columns of `bedrock_invocations` that hold what people and models said. */
export const CONTENT_COLUMNS = [
  'input_body',
  'output_body',
  'prompt_text',
  'response_text',
  'guardrail_assessments',
  'tool_uses',
] as const;

/** What a statement has to do with prompts and answers. */
export interface ContentUse {
  /** Whether its rows depend on them in any way. */
  readonly reads: boolean;
  /** Names of columns, in lower case, whose text may be made of them. More than is true, never less. */
  readonly names: ReadonlySet<string>;
}

const CONTENT: ReadonlySet<string> = new Set(CONTENT_COLUMNS);

/** Functions whose answer is a number or yes or no, however they look into their arguments. */
const TELLS_NO_TEXT: ReadonlySet<string> = new Set([
  ...['~~', '!~~', '~~*', '!~~*', 'like_escape', 'not_like_escape', 'ilike_escape', 'not_ilike_escape'],
  ...['regexp_matches', 'regexp_like', 'regexp_full_match', 'contains', 'starts_with', 'ends_with'],
  ...['prefix', 'suffix', 'strpos', 'instr', 'position', 'length', 'strlen', 'len', 'cardinality'],
  ...['count', 'count_star', 'count_if', 'approx_distinct', 'approx_count_distinct', 'regexp_count'],
  ...['bool_and', 'bool_or', 'every', 'sum', 'avg', 'json_array_length', 'levenshtein_distance'],
]);

/**
 * Follows prompts and answers by the names of columns from the tables to the statement's result. A name that holds
 * content in one place of the statement is taken to hold it everywhere.
 * @param serialized the statement as the engine parsed it
 */
export function contentUse(serialized: string): ContentUse {
  const root: unknown = JSON.parse(serialized);
  const nodes = [...everyNode(root)];
  const asked = nodes.some(
    (node) =>
      (node['class'] === 'COLUMN_REF' && textsAt(node, 'column_names').some((name) => isContent(name))) ||
      takesEverything(node),
  );
  if (!asked) return { reads: false, names: new Set() };
  const names = new Set<string>(CONTENT);
  let before = 0;
  while (names.size > before) {
    before = names.size;
    for (const node of nodes) for (const name of namedBy(node, names)) names.add(name.toLowerCase());
  }
  return { reads: true, names };
}

function isContent(name: string): boolean {
  return CONTENT.has(name.toLowerCase());
}

/** Whether a SELECT takes all columns of the invocations: `*`, or `b.*` where b is their name. */
function takesEverything(node: AstNode): boolean {
  const stars = nodesAt(node, 'select_list').filter((item) => item['class'] === 'STAR');
  const from = nodeAt(node, 'from_table');
  if (stars.length === 0 || from === undefined) return false;
  const names = [...everyNode(from)]
    .filter((inner) => inner['type'] === 'BASE_TABLE' && textAt(inner, 'table_name').toLowerCase() === TABLE)
    .map((inner) => textAt(inner, 'alias').toLowerCase() || TABLE);
  return stars.some((star) => {
    const of = textAt(star, 'relation_name').toLowerCase();
    return of === '' ? names.length > 0 : names.includes(of);
  });
}

const TABLE = 'bedrock_invocations';

/** The names under which a part of a statement hands content on. */
function namedBy(node: AstNode, names: ReadonlySet<string>): readonly string[] {
  if (node['type'] === 'SELECT_NODE')
    return tainted(node, names).flatMap((hit, at) => (hit ? nameAt(node, at) : []));
  if (BRANCHES.has(textAt(node, 'type'))) return namesOfBranches(node, names);
  const renamed = [...textsAt(node, 'column_name_alias'), ...textsAt(node, 'aliases')];
  return renamed.length > 0 && holdsContent(node, names) ? renamed : [];
}

const BRANCHES: ReadonlySet<string> = new Set(['SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE']);

/** Columns of a UNION go by their place: what any branch has there is called what the first one calls it. */
function namesOfBranches(node: AstNode, names: ReadonlySet<string>): readonly string[] {
  const selects = [...everyNode(node)].filter(({ type }) => type === 'SELECT_NODE');
  const hits = selects.map((select) => tainted(select, names));
  const width = Math.max(0, ...hits.map(({ length }) => length));
  return Array.from({ length: width }, (_, at) => at).flatMap((at) =>
    hits.some((hit) => hit[at] === true) ? selects.flatMap((select) => nameAt(select, at)) : [],
  );
}

function tainted(select: AstNode, names: ReadonlySet<string>): readonly boolean[] {
  return nodesAt(select, 'select_list').map((item) => givesContent(item, names));
}

function nameAt(select: AstNode, at: number): readonly string[] {
  const item = nodesAt(select, 'select_list')[at];
  if (item === undefined) return [];
  const own = textAt(item, 'alias') || (textsAt(item, 'column_names').at(-1) ?? '');
  return [own === '' ? `_col${at}` : own];
}

/** Whether anything inside refers to content, as what a renamed table is made of. */
function holdsContent(node: AstNode, names: ReadonlySet<string>): boolean {
  return [...everyNode(node)].some(
    (inner) =>
      inner['class'] === 'COLUMN_REF' &&
      textsAt(inner, 'column_names').some((name) => names.has(name.toLowerCase())),
  );
}

/** Whether the value of an expression may be made of content. */
function givesContent(node: AstNode, names: ReadonlySet<string>, depth = 0): boolean {
  if (depth > MOST_DEPTH) return true;
  const any = (parts: readonly (AstNode | undefined)[]): boolean =>
    parts.some((part) => part !== undefined && givesContent(part, names, depth + 1));
  switch (node['class']) {
    case 'COLUMN_REF':
      return textsAt(node, 'column_names').some((name) => names.has(name.toLowerCase()));
    case 'CONSTANT':
    case 'COMPARISON':
    case 'CONJUNCTION':
    case 'BETWEEN':
    case 'PARAMETER':
    case 'STAR':
      return false;
    case 'CASE':
      return any([
        ...nodesAt(node, 'case_checks').map((check) => nodeAt(check, 'then_expr')),
        nodeAt(node, 'else_expr'),
      ]);
    case 'OPERATOR':
      return (
        !/^(?:COMPARE_|OPERATOR_NOT|OPERATOR_IS_)/.test(textAt(node, 'type')) &&
        any(nodesAt(node, 'children'))
      );
    case 'FUNCTION':
    case 'WINDOW':
      if (TELLS_NO_TEXT.has(textAt(node, 'function_name').toLowerCase())) return false;
      return any([...nodesAt(node, 'children'), nodeAt(node, 'default_expr')]);
    case 'SUBQUERY':
      return node['subquery_type'] === 'SCALAR' && holdsContent(node, names);
    default:
      // Casts, lambdas and whatever else there is: by what is inside.
      return Object.values(node).some((value) =>
        Array.isArray(value) ? any(value.filter(isObject)) : isObject(value) && any([value]),
      );
  }
}
