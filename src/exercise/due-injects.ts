import type { JsonObject } from '../base/json.ts';
import { compileExpression } from '../expressions/expression.ts';
import type { InjectDelivered, PlayDirected } from '../model/play-event.ts';
import type { Inject, Scenario } from '../model/scenario.ts';
import { INJECT_VARIABLES } from './variables.ts';

export interface DueInject {
  readonly inject: Inject;
  readonly how: InjectDelivered['how'];
}

/** What was said of injects so far. */
export interface InjectRecord {
  readonly delivered: readonly InjectDelivered[];
  readonly directed: readonly PlayDirected[];
}

/** @param sinceCall milliseconds since the team was called */
export interface InjectNow {
  readonly sinceCall: number;
  readonly steps: JsonObject;
  readonly account: JsonObject;
}

/** The injects whose time has come, whose condition holds, or which the facilitator sends; each comes once. */
export function dueInjects(
  { injects }: Pick<Scenario, 'injects'>,
  { delivered, directed }: InjectRecord,
  now: InjectNow,
): readonly DueInject[] {
  const done = new Set(delivered.map(({ inject }) => inject));
  return injects
    .filter(({ id }) => !done.has(id))
    .flatMap((inject): readonly DueInject[] => {
      const said = directed.findLast(({ command }) => 'inject' in command && command.inject === inject.id);
      if (said?.command.do === 'send') return [{ inject, how: 'hand' }];
      if (said?.command.do === 'hold') return [];
      if (inject.at !== null) return now.sinceCall >= inject.at ? [{ inject, how: 'time' }] : [];
      return holds(inject, now) ? [{ inject, how: 'event' }] : [];
    });
}

function holds({ when }: Inject, { sinceCall, steps, account }: InjectNow): boolean {
  if (when === null) return false;
  const compiled = compileExpression(when, INJECT_VARIABLES, 'bool');
  return compiled.ok && compiled.run({ steps, account, minute: Math.floor(sinceCall / 60_000) }) === true;
}
