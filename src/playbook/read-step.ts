import { isObject } from '../base/json.ts';
import {
  type ActionOfferDef,
  type DetectDef,
  type FindingDef,
  type ProposalDef,
  RULE_ORIGINS,
  type StepDef,
  type StepWork,
} from '../model/playbook.ts';
import { SEVERITIES } from '../model/severity.ts';
import { items, list, member, optionalText, sourceIds, suspectKind, suspectKinds, text } from './fields.ts';
import { readCall } from './read-call.ts';
import { readCheck } from './read-check.ts';
import { readStepQuestion } from './read-question.ts';

/** A step of an element. */
export function readStep(value: unknown): StepDef {
  return {
    id: text(value, 'id'),
    title: text(value, 'title'),
    why: text(value, 'why'),
    when: optionalText(value, 'when'),
    perSuspect: suspectKinds(value, 'per_suspect'),
    work: readWork(value),
    sources: sourceIds(value, 'sources'),
    show: list(value, 'show'),
    findings: items(value, 'findings').map(readFinding),
    proposes: items(value, 'proposes').map(readProposal),
    actions: items(value, 'actions').map(readAction),
  };
}

function readWork(step: unknown): StepWork {
  const sql = optionalText(step, 'query');
  if (sql !== null) return { kind: 'query', sql };
  const read = member(step, 'read');
  if (read !== undefined) return { kind: 'read', read: readCall(read) };
  if (member(step, 'ask') !== undefined) return { kind: 'ask', ask: readStepQuestion(step) };
  const check = member(step, 'check');
  if (check !== undefined) return { kind: 'check', check: readCheck(check) };
  const detect = member(step, 'detect');
  if (detect !== undefined) return { kind: 'detect', detect: readDetect(detect) };
  return { kind: 'note', text: text(step, 'note') };
}

function readDetect(value: unknown): DetectDef {
  return {
    from: RULE_ORIGINS.find((origin) => origin === text(value, 'from')) ?? 'heptad',
    tags: list(value, 'tags').map((tag) => tag.toLowerCase()),
    level: SEVERITIES.find((level) => level === text(value, 'level')) ?? null,
    ids: list(value, 'ids'),
  };
}

function readFinding(value: unknown): FindingDef {
  return {
    id: text(value, 'id'),
    when: text(value, 'when'),
    severity: text(value, 'severity'),
    title: text(value, 'title'),
    description: text(value, 'description'),
    attack: list(value, 'attack'),
    atlas: list(value, 'atlas'),
    owasp: list(value, 'owasp'),
  };
}

function readProposal(value: unknown): ProposalDef {
  return {
    // The kind was checked by the schema; of a playbook with schema faults it only has to be something.
    kind: suspectKind(member(value, 'kind')) ?? 'resource',
    value: text(value, 'value'),
    when: optionalText(value, 'when'),
    why: text(value, 'why'),
  };
}

function readAction(value: unknown): ActionOfferDef {
  const given = member(value, 'with');
  const entries = isObject(given) ? Object.entries(given) : [];
  return {
    id: text(value, 'id'),
    when: optionalText(value, 'when'),
    with: Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
}
