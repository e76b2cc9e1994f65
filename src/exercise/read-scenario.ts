import { sha256 } from '../base/hashing.ts';
import { isObject, type JsonObject } from '../base/json.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import type {
  Aim,
  HolderDef,
  Inject,
  ModelAnswer,
  Objective,
  PlayerRole,
  ResponderDef,
  Scenario,
  ScenarioAccountDef,
  StoryCall,
  StoryStep,
} from '../model/scenario.ts';
import { durationOf } from './duration.ts';

/** What the file has, as the schema lets it through: texts where the model has times. */
type Raw = Readonly<Record<string, unknown>>;

/** The scenario a document holds, which the schema has let through. */
export function readScenario(document: SourceDocument): Scenario {
  const root = document.value as Raw & Pick<Scenario, 'id' | 'version' | 'title' | 'summary' | 'level'>;
  const text = (name: string): string => String(root[name]);
  return {
    id: root.id,
    version: root.version,
    title: root.title,
    summary: root.summary,
    level: root.level,
    playbook: text('playbook'),
    inputs: (root['inputs'] ?? {}) as Scenario['inputs'],
    briefing: text('briefing'),
    facilitator: text('facilitator'),
    roles: listOf(root['roles']) as unknown as readonly PlayerRole[],
    names: (root['names'] ?? {}) as Scenario['names'],
    account: readAccount(root['account'] as Raw),
    holds: root['holds'] as Readonly<Record<string, HolderDef>>,
    userAgent: String(root['userAgent'] ?? 'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux'),
    addresses: listOf(root['addresses']).map(String),
    called: durationOf(text('called')),
    ends: durationOf(text('ends')),
    story: listOf(root['story']).map(readStep),
    aims: listOf(root['aims']).map(readAim),
    injects: listOf(root['injects']).map(readInject),
    objectives: listOf(root['objectives']).map(readObjective),
    hints: listOf(root['hints']).map(String),
    responders: Object.fromEntries(
      Object.entries((root['responders'] ?? {}) as Raw).map(([kind, def]) => [
        kind,
        readResponder(def as Raw),
      ]),
    ),
    sha256: sha256(document.text),
  };
}

function listOf(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? (value as readonly Raw[]) : [];
}

function readAccount(value: Raw): ScenarioAccountDef {
  return {
    logging: value['logging'] as ScenarioAccountDef['logging'],
    background: (value['background'] ?? {
      events: 2000,
      before: 3,
      after: 8,
    }) as ScenarioAccountDef['background'],
    names: (value['names'] ?? {}) as ScenarioAccountDef['names'],
    answers: listOf(value['answers']).map(readModelAnswer),
    setup: listOf(value['setup']).map(readCall),
  };
}

function readModelAnswer({ to, says, tool }: Raw): ModelAnswer {
  const asked = isObject(tool) ? { name: String(tool['name']), input: objectOf(tool['input']) } : null;
  return { to: String(to), says: String(says), tool: asked };
}

function objectOf(value: unknown): JsonObject {
  return (isObject(value) ? value : {}) as JsonObject;
}

function readCall(value: Raw): StoryCall {
  const [service = '', operation = ''] = String(value['call']).split(':');
  return {
    service,
    operation,
    region: optional(value['region']),
    input: objectOf(value['input']),
    saves: (value['saves'] ?? {}) as StoryCall['saves'],
    gains: (value['gains'] ?? {}) as StoryCall['gains'],
  };
}

function readStep(value: Raw): StoryStep {
  return {
    ...readCall(value),
    id: String(value['id']),
    title: String(value['title']),
    at: durationOf(String(value['at'])),
    after: listOf(value['after']).map(String),
    when: optional(value['when']),
    as: listOf(value['as']).map(String),
    every: time(value['every']),
    until: time(value['until']),
    revives: listOf(value['revives']).map(String),
    innocent: value['innocent'] === true,
    address: Number(value['address'] ?? 1),
    signals: listOf(value['signals']).map(String),
    costs: (value['costs'] ?? {}) as StoryStep['costs'],
  };
}

function readAim(value: Raw): Aim {
  return {
    id: String(value['id']),
    title: String(value['title']),
    unit: String(value['unit']),
    weight: Number(value['weight']),
    whilst: optional(value['while']),
  };
}

function readInject(value: Raw): Inject {
  return {
    id: String(value['id']),
    at: time(value['at']),
    when: optional(value['when']),
    from: String(value['from']),
    channel: value['channel'] as Inject['channel'],
    text: String(value['text']),
    asks: optional(value['asks']),
    finding: (value['finding'] ?? null) as Inject['finding'],
  };
}

function readObjective(value: Raw): Objective {
  return {
    id: String(value['id']),
    title: String(value['title']),
    when: String(value['when']),
    passed: String(value['passed']),
    failed: String(value['failed']),
    question: optional(value['question']),
  };
}

function readResponder(value: Raw): ResponderDef {
  return {
    answers: String(value['answers']),
    pace: durationOf(String(value['pace'])),
    passes: listOf(value['passes']).map(String),
    fails: listOf(value['fails']).map(String),
    finds: listOf(value['finds']).map(String),
  };
}

function optional(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function time(value: unknown): number | null {
  return typeof value === 'string' ? durationOf(value) : null;
}
