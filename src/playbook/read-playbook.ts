import { sha256 } from '../base/hashing.ts';
import { isObject } from '../base/json.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import type { ElementId } from '../model/element.ts';
import { ELEMENTS } from '../model/element.ts';
import type { ElementDef, InputDef, InputType, InputValue, Playbook } from '../model/playbook.ts';
import { INPUT_TYPES, PLAYBOOK_KINDS } from '../model/playbook.ts';
import { flag, items, list, member, suspectKind, text } from './fields.ts';
import { readQuestion } from './read-question.ts';
import { readStep } from './read-step.ts';

/**
 * The playbook a document holds. Lenient: a part that does not have its shape reads as empty, so that the lint rules
 * can judge the rest of a playbook whose schema faults are told beside theirs.
 */
export function readPlaybook(document: SourceDocument): Playbook {
  const root = document.value;
  const frameworks = member(root, 'frameworks');
  return {
    id: text(root, 'id'),
    version: text(root, 'version'),
    title: text(root, 'title'),
    summary: text(root, 'summary'),
    kind: PLAYBOOK_KINDS.find((kind) => kind === text(root, 'kind')) ?? 'incident',
    useWhen: text(root, 'use_when'),
    handOver: items(root, 'hand_over').map((each) => ({ to: text(each, 'to'), when: text(each, 'when') })),
    frameworks: {
      attack: text(frameworks, 'attack'),
      atlas: text(frameworks, 'atlas'),
      owasp: text(frameworks, 'owasp'),
    },
    inputs: readInputs(member(root, 'inputs')),
    elements: ELEMENTS.map((id) => readElement(id, member(member(root, 'elements'), id))),
    sha256: sha256(document.text),
  };
}

function readInputs(value: unknown): Readonly<Record<string, InputDef>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, input]) => [name, readInput(input)]));
}

function readInput(value: unknown): InputDef {
  return {
    type: inputType(member(value, 'type')),
    title: text(value, 'title'),
    optional: flag(value, 'optional'),
    default: inputValue(member(value, 'default')),
    choices: list(value, 'choices'),
    suspect: suspectKind(member(value, 'suspect')),
    scope: flag(value, 'scope'),
  };
}

function inputType(value: unknown): InputType {
  return INPUT_TYPES.find((type) => type === value) ?? 'string';
}

function inputValue(value: unknown): InputValue | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function readElement(id: ElementId, value: unknown): ElementDef {
  return {
    id,
    summary: text(value, 'summary'),
    questions: items(value, 'questions').map(readQuestion),
    steps: items(value, 'steps').map(readStep),
  };
}
