import { isObject } from '../base/json.ts';
import { listed, nearest } from '../base/text.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';
import { compileExpression, type ExpressionFault, type ResultType } from '../expressions/expression.ts';
import { compileTemplate } from '../expressions/template.ts';
import type { Variables } from '../expressions/variables.ts';
import type { Scenario, StoryCall } from '../model/scenario.ts';
import {
  ACCOUNT_VARIABLES,
  INJECT_VARIABLES,
  INPUT_VARIABLES,
  OBJECTIVE_VARIABLES,
  OUTPUT_VARIABLES,
  STEP_VARIABLES,
} from './variables.ts';

/** What the schema cannot see: expressions, and names that stand for nothing. */
export function checkScenario(document: SourceDocument, scenario: Scenario): readonly Diagnostic[] {
  return [
    ...expressionFaults(document, scenario),
    ...stepFaults(document, scenario),
    ...injectFaults(document, scenario),
    ...responderFaults(document, scenario),
  ];
}

interface Site {
  readonly path: Path;
  readonly text: string;
  readonly variables: Variables;
  readonly kind: ResultType | 'template';
}

function expressionFaults(document: SourceDocument, scenario: Scenario): readonly Diagnostic[] {
  return sitesOf(scenario).flatMap(({ path, text, variables, kind }) => {
    const made =
      kind === 'template' ? compileTemplate(text, variables) : compileExpression(text, variables, kind);
    return made.ok ? [] : made.faults.map((fault) => placed(document, path, fault));
  });
}

function placed(document: SourceDocument, path: Path, { offset, ...fault }: ExpressionFault): Diagnostic {
  return { file: document.file, ...document.within(path, offset), ...fault };
}

function sitesOf({ account, story, aims, injects, objectives, inputs, briefing }: Scenario): readonly Site[] {
  return [
    template(['briefing'], briefing),
    ...Object.entries(inputs).map(([name, text]) => template(['inputs', name], text)),
    ...account.answers.flatMap(({ to, says }, index) => [
      template(['account', 'answers', index, 'to'], to),
      template(['account', 'answers', index, 'says'], says),
    ]),
    ...account.setup.flatMap((call, index) => callSites(call, ['account', 'setup', index])),
    ...story.flatMap((step, index) => [
      ...callSites(step, ['story', index]),
      ...(step.when === null ? [] : [bool(['story', index, 'when'], step.when, STEP_VARIABLES)]),
      ...Object.entries(step.costs).map(([aim, text]) => any(['story', index, 'costs', aim], text)),
    ]),
    ...aims.flatMap(({ whilst }, index) =>
      whilst === null ? [] : [bool(['aims', index, 'while'], whilst, ACCOUNT_VARIABLES)],
    ),
    ...injects.flatMap(({ when }, index) =>
      when === null ? [] : [bool(['injects', index, 'when'], when, INJECT_VARIABLES)],
    ),
    ...objectives.map(({ when }, index) => bool(['objectives', index, 'when'], when, OBJECTIVE_VARIABLES)),
  ];
}

function callSites({ input, saves }: StoryCall, path: Path): readonly Site[] {
  return [
    ...texts(input, [...path, 'input']).map((site) => ({
      ...site,
      variables: INPUT_VARIABLES,
      kind: 'template' as const,
    })),
    ...Object.entries(saves).map(([name, text]) => any([...path, 'saves', name], text)),
  ];
}

function template(path: Path, text: string): Site {
  return { path, text, variables: INPUT_VARIABLES, kind: 'template' };
}

function bool(path: Path, text: string, variables: Variables): Site {
  return { path, text, variables, kind: 'bool' };
}

function any(path: Path, text: string): Site {
  return { path, text, variables: OUTPUT_VARIABLES, kind: 'any' };
}

function texts(value: unknown, path: Path): readonly Pick<Site, 'path' | 'text'>[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => texts(item, [...path, name]));
}

function stepFaults(document: SourceDocument, scenario: Scenario): readonly Diagnostic[] {
  const { story, holds, account, aims, addresses } = scenario;
  const gained = [...account.setup, ...story].flatMap(({ gains }) => Object.keys(gains));
  const credentials = [...Object.keys(holds), ...gained];
  const costed = aims.filter(({ whilst }) => whilst === null).map(({ id }) => id);
  return story.flatMap((step, index) => {
    const path = ['story', index] as const;
    const earlier = story.slice(0, index).map(({ id }) => id);
    return [
      ...(earlier.includes(step.id) ? [twice(document, [...path, 'id'], step.id)] : []),
      ...step.after
        .filter((id) => !earlier.includes(id))
        .map((id) =>
          unknown(document, { path: [...path, 'after'], what: 'step before it', id, of: earlier }),
        ),
      ...step.as
        .filter((id) => !credentials.includes(id))
        .map((id) => unknown(document, { path: [...path, 'as'], what: 'credential', id, of: credentials })),
      ...step.revives
        .filter((id) => !credentials.includes(id))
        .map((id) =>
          unknown(document, { path: [...path, 'revives'], what: 'credential', id, of: credentials }),
        ),
      ...Object.keys(step.costs)
        .filter((id) => !costed.includes(id))
        .map((id) =>
          unknown(document, { path: [...path, 'costs', id], what: 'aim to count', id, of: costed }),
        ),
      ...(step.address <= addresses.length
        ? []
        : [
            unknown(document, {
              path: [...path, 'address'],
              what: 'address',
              id: String(step.address),
              of: addresses.map((_, at) => String(at + 1)),
            }),
          ]),
    ];
  });
}

function injectFaults(
  document: SourceDocument,
  { injects, account, story }: Scenario,
): readonly Diagnostic[] {
  const steps = story.map(({ id }) => id);
  return injects.flatMap(({ id, at: time, when, finding, channel }, index) => [
    ...(injects.findIndex((other) => other.id === id) < index
      ? [twice(document, ['injects', index, 'id'], id)]
      : []),
    ...(time !== null && when !== null ? [bothTimes(document, ['injects', index, 'when'])] : []),
    ...(finding === null || steps.includes(finding.step)
      ? []
      : [
          unknown(document, {
            path: ['injects', index, 'finding', 'step'],
            what: 'step',
            id: finding.step,
            of: steps,
          }),
        ]),
    ...(channel === 'guardduty' && (finding === null || !account.logging.guardDuty)
      ? [unfounded(document, ['injects', index, 'channel'])]
      : []),
  ]);
}

function responderFaults(
  document: SourceDocument,
  { responders, objectives }: Scenario,
): readonly Diagnostic[] {
  const known = objectives.map(({ id }) => id);
  return Object.entries(responders).flatMap(([kind, { passes, fails }]) =>
    (
      [
        ['passes', passes],
        ['fails', fails],
      ] as const
    ).flatMap(([list, ids]) =>
      ids
        .filter((id) => !known.includes(id))
        .map((id) =>
          unknown(document, { path: ['responders', kind, list], what: 'objective', id, of: known }),
        ),
    ),
  );
}

interface Unknown {
  readonly path: Path;
  readonly what: string;
  readonly id: string;
  readonly of: readonly string[];
}

function unknown(document: SourceDocument, { path, what, id, of }: Unknown): Diagnostic {
  const close = nearest(id, of);
  return {
    file: document.file,
    ...document.at(path),
    what: `there is no ${what} '${id}'`,
    why: of.length === 0 ? 'there is none at all' : `there is ${listed([...new Set(of)])}`,
    fix: close === undefined ? 'name one that is there' : `write '${close}'`,
    rule: 'unknown-name',
  };
}

function twice(document: SourceDocument, path: Path, id: string): Diagnostic {
  return {
    file: document.file,
    ...document.at(path),
    what: `the id '${id}' is there twice`,
    why: 'what happens is told by id',
    fix: 'rename one of the two',
    rule: 'duplicate-id',
  };
}

function bothTimes(document: SourceDocument, path: Path): Diagnostic {
  return {
    file: document.file,
    ...document.keyAt(path),
    what: 'an inject has both a time and a condition',
    why: 'it is not clear which of the two brings it',
    fix: "keep 'at' or 'when'",
    rule: 'inject-time',
  };
}

function unfounded(document: SourceDocument, path: Path): Diagnostic {
  return {
    file: document.file,
    ...document.at(path),
    what: 'GuardDuty tells of what its account does not show',
    why: 'a team that looks there finds nothing, and takes the exercise for broken',
    fix: "give the inject a 'finding', in an account with guardDuty: true",
    rule: 'inject-finding',
  };
}
