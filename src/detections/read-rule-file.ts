import { isObject } from '../base/json.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import { loadDocuments } from '../documents/load-document.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import { readCorrelation } from './read-correlation.ts';
import { readRule } from './read-rule.ts';
import { RuleFaults } from './rule-faults.ts';
import type { Detection } from './sigma-rule.ts';

/** A file of rules. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
}

/** A rule that cannot be run, by name and reason. */
export interface RefusedRule {
  readonly title: string;
  readonly faults: readonly Diagnostic[];
}

export interface ReadRuleFile {
  readonly rules: readonly Detection[];
  readonly refused: readonly RefusedRule[];
}

/** Reads the rules of a file, each a document of YAML. A rule with a fault is refused whole; the others stand. */
export function readRuleFile({ file, text }: RuleFile): ReadRuleFile {
  const loaded = loadDocuments(file, text);
  if (!loaded.ok) return { rules: [], refused: [{ title: file, faults: loaded.diagnostics }] };
  const rules: Detection[] = [];
  const refused: RefusedRule[] = [];
  for (const document of loaded.documents) {
    const faults = new RuleFaults(document);
    const rule = readDetectionRule(document, faults);
    if (rule !== null && faults.found.length === 0) rules.push(rule);
    else refused.push({ title: titleOf(document), faults: faults.found });
  }
  return { rules, refused };
}

function readDetectionRule(document: SourceDocument, faults: RuleFaults): Detection | null {
  const root = document.value;
  if (!isObject(root)) {
    faults.add([], { what: 'this is no rule', why: 'a rule is a mapping', fix: 'write a Sigma rule' });
    return null;
  }
  if (root['action'] !== undefined || root['filter'] !== undefined) {
    faults.addAtKey([root['action'] === undefined ? 'filter' : 'action'], {
      what: root['action'] === undefined ? 'this is a filter' : 'this is a collection of rules',
      why: 'heptad reads rules and correlation rules, each a document of its own',
      fix: 'write what it changes into the rules themselves',
    });
    return null;
  }
  return root['correlation'] === undefined
    ? readRule(document, root, faults)
    : readCorrelation(document, root, faults);
}

function titleOf({ value, file }: SourceDocument): string {
  const title = isObject(value) ? value['title'] : undefined;
  return typeof title === 'string' && title !== '' ? title : file;
}
