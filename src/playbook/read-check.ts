import { isObject } from '../base/json.ts';
import type { CheckDef, CheckRead, CheckRule } from '../model/playbook.ts';
import { flag, items, list, member, optionalText, text } from './fields.ts';
import { readCall } from './read-call.ts';

/** A check of readiness. */
export function readCheck(value: unknown): CheckDef {
  const reads = member(value, 'reads');
  const mend = member(value, 'mend');
  return {
    id: text(value, 'id'),
    reads: isObject(reads) ? Object.entries(reads).map(([name, read]) => readOf(name, read)) : [],
    notApplicable: rules(value, 'not_applicable'),
    unknown: rules(value, 'unknown'),
    fail: rules(value, 'fail'),
    pass: rule(member(value, 'pass')),
    remarks: rules(value, 'remarks'),
    rows: optionalText(value, 'rows'),
    controls: list(value, 'controls'),
    questions: list(value, 'questions'),
    irreparable: flag(value, 'irreparable'),
    mend: { action: optionalText(mend, 'action'), how: text(mend, 'how') },
  };
}

function readOf(name: string, value: unknown): CheckRead {
  return {
    ...readCall(value),
    name,
    forEach: optionalText(value, 'for_each'),
    everyRegion: flag(value, 'every_region'),
    list: optionalText(value, 'list'),
    absent: list(value, 'absent'),
    documents: list(value, 'documents'),
  };
}

function rules(value: unknown, name: string): readonly CheckRule[] {
  return items(value, name).map(rule);
}

function rule(value: unknown): CheckRule {
  return { when: text(value, 'when'), says: text(value, 'says') };
}
