import type { Detection, SigmaCorrelation, SigmaRule } from './sigma-rule.ts';

/** A value that every event of a correlation carries along: a key of a group, or the value that is counted. */
export interface Slot {
  /** Its column in the statement: `s0_1` is the second of the first correlation. */
  readonly column: string;
  readonly field: string;
}

/** A rule over events below a correlation, with the fields its events have to carry. */
export interface Leaf {
  readonly rule: SigmaRule;
  readonly slots: readonly Slot[];
}

/** A correlation with its place in the tree of correlations it stands on. */
export interface CorrelationNode {
  readonly rule: SigmaCorrelation;
  readonly number: number;
  readonly children: readonly (CorrelationNode | { readonly leaf: SigmaRule })[];
}

/** The correlation and those below it, numbered. Every rule it names is there (`ruleSet` has checked). */
export function correlationTree(
  rule: SigmaCorrelation,
  byReference: ReadonlyMap<string, Detection>,
  counter: { next: number } = { next: 0 },
): CorrelationNode {
  const number = counter.next;
  counter.next += 1;
  const children = rule.rules.flatMap((reference) => {
    const found = byReference.get(reference);
    if (found === undefined) return [];
    return [found.kind === 'rule' ? { leaf: found } : correlationTree(found, byReference, counter)];
  });
  return { rule, number, children };
}

/** The rules over events below a correlation, each once, with the fields they have to give. */
export function leavesOf(
  rule: SigmaCorrelation,
  byReference: ReadonlyMap<string, Detection>,
): readonly Leaf[] {
  const tree = correlationTree(rule, byReference);
  const leaves = new Map<SigmaRule, Slot[]>();
  gather(tree, [], leaves);
  return [...leaves].map(([leaf, slots]) => ({
    rule: leaf,
    slots: [...new Map(slots.map((slot) => [slot.column, slot])).values()],
  }));
}

/** A field that a correlation wants, as it is called by the rules below it. */
interface Wanted {
  readonly column: string;
  readonly field: string;
}

function gather(node: CorrelationNode, above: readonly Wanted[], leaves: Map<SigmaRule, Slot[]>): void {
  const own = fieldsOf(node.rule).map((field, index) => ({ column: slotColumn(node.number, index), field }));
  for (const child of node.children) {
    const wanted = [...above, ...own].map(({ column, field }) => ({
      column,
      field: renamed(node.rule, field, 'leaf' in child ? child.leaf : child.rule),
    }));
    if ('leaf' in child) leaves.set(child.leaf, [...(leaves.get(child.leaf) ?? []), ...wanted]);
    else gather(child, wanted, leaves);
  }
}

/** Keys of the group first, then the field that is counted. */
export function fieldsOf(rule: SigmaCorrelation): readonly string[] {
  return rule.field === null ? rule.groupBy : [...rule.groupBy, rule.field];
}

export function slotColumn(node: number, index: number): string {
  return `s${node}_${index}`;
}

function renamed(rule: SigmaCorrelation, field: string, child: Detection): string {
  const alias = Object.hasOwn(rule.aliases, field) ? rule.aliases[field] : undefined;
  const references = [child.id, child.name].filter((reference) => reference !== null);
  const named = references.map((reference) => alias?.[reference]).find((found) => found !== undefined);
  return named ?? field;
}
