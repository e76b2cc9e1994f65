import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import { nearest } from '../base/text.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { fieldAccess } from './field-access.ts';
import { readRuleFile, type RefusedRule, type RuleFile } from './read-rule-file.ts';
import { leavesOf } from './resolve-slots.ts';
import { type Detection, keyOf, type SigmaCorrelation } from './sigma-rule.ts';

/** Rules that can be run together, and those that cannot be run. */
export interface RuleSet {
  readonly rules: readonly Detection[];
  readonly refused: readonly RefusedRule[];
  /** By id and by name. */
  readonly byReference: ReadonlyMap<string, Detection>;
  /** SHA-256 over names and hashes of the files, whatever their order. */
  readonly sha256: string;
}

/** Reads files of rules. A file that was given twice counts once; two rules of one id are refused from the second on. */
export function ruleSet(files: readonly RuleFile[]): RuleSet {
  const distinct = [...new Map(files.map((file) => [`${file.file}\n${sha256(file.text)}`, file])).values()];
  const read = distinct.map(readRuleFile);
  const refused = read.flatMap((file) => file.refused);
  const byReference = new Map<string, Detection>();
  const rules: Detection[] = [];
  for (const rule of read.flatMap((file) => file.rules)) {
    const references = [rule.id, rule.name].filter((reference) => reference !== null);
    const twin = references
      .map((reference) => byReference.get(reference))
      .find((known) => known !== undefined);
    if (twin === undefined) {
      rules.push(rule);
      for (const reference of references) byReference.set(reference, rule);
    } else {
      refused.push({ title: rule.title, faults: [twice(rule, twin)] });
    }
  }
  const checked = withoutBroken(rules, byReference);
  return {
    rules: checked.rules,
    refused: [...refused, ...checked.refused],
    byReference,
    sha256: sha256(
      canonicalJson(
        distinct
          .map(({ file, text }) => `${baseName(file)} ${sha256(text)}`)
          .toSorted((a, b) => (a < b ? -1 : 1)),
      ),
    ),
  };
}

/** Correlations whose rules are not there, go in a circle, or lack a field. */
function withoutBroken(
  rules: readonly Detection[],
  byReference: ReadonlyMap<string, Detection>,
): { readonly rules: readonly Detection[]; readonly refused: readonly RefusedRule[] } {
  const refused: RefusedRule[] = [];
  const kept = rules.filter((rule) => {
    const faults = rule.kind === 'rule' ? [] : correlationFaults(rule, byReference);
    if (faults.length > 0) refused.push({ title: rule.title, faults });
    return faults.length === 0;
  });
  return { rules: kept, refused };
}

function correlationFaults(
  rule: SigmaCorrelation,
  byReference: ReadonlyMap<string, Detection>,
): readonly Diagnostic[] {
  const missing = missingRules(rule, byReference, new Set());
  if (missing.length > 0) return missing.map((fault) => ({ ...rule.place, ...fault, rule: 'sigma' }));
  const faults = leavesOf(rule, byReference).flatMap(({ rule: leaf, slots }) =>
    slots.flatMap((slot) => {
      const found = fieldAccess(leaf.table, slot.field);
      if (!found.ok) return [{ ...found.fault, what: `for the rule '${keyOf(leaf)}': ${found.fault.what}` }];
      return found.access.kind === 'list'
        ? [
            {
              what: `'${slot.field}' is a list`,
              why: 'an event belongs to one group',
              fix: 'group by a field with one value',
            },
          ]
        : [];
    }),
  );
  return faults.map((fault) => ({ ...rule.place, ...fault, rule: 'sigma' }));
}

function missingRules(
  rule: SigmaCorrelation,
  byReference: ReadonlyMap<string, Detection>,
  above: ReadonlySet<Detection>,
): readonly Pick<Diagnostic, 'what' | 'why' | 'fix'>[] {
  return rule.rules.flatMap((reference) => {
    const found = byReference.get(reference);
    if (found === undefined) {
      const near = nearest(reference, byReference.keys());
      const fix = near === undefined ? 'give its file with --rules, too' : `did you mean '${near}'?`;
      return [
        {
          what: `the rule '${reference}' is not among the rules, or was refused`,
          why: 'a correlation needs all of its rules',
          fix,
        },
      ];
    }
    if (found === rule || above.has(found))
      return [
        {
          what: `the correlation leads to itself through '${reference}'`,
          why: 'it could never be decided',
          fix: 'take it out',
        },
      ];
    return found.kind === 'rule' ? [] : missingRules(found, byReference, new Set([...above, rule]));
  });
}

function twice(rule: Detection, twin: Detection): Diagnostic {
  return {
    ...rule.place,
    what: 'another rule has the same id or name',
    why: `it stands at ${twin.place.file}:${twin.place.line}; results and correlations tell rules apart by it`,
    fix: 'give one of them another, or leave one out',
    rule: 'sigma',
  };
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
