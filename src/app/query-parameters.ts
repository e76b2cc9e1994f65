import type { Suspect } from '../model/suspect.ts';
import type { BoundValue } from '../ports/lake.ts';
import type { Session } from './session.ts';
import { baselineParameters } from './usual.ts';

/** What a playbook's query may bind: its inputs (a window as two times), what was usual before, and the suspect it runs for. */
export function parametersOf(
  session: Session,
  suspect: Suspect | null,
): Readonly<Record<string, BoundValue>> {
  const given = session.state.opened?.inputs ?? {};
  const params: Record<string, BoundValue> = { ...baselineParameters(session.usual) };
  for (const [name, { type }] of Object.entries(session.playbook.inputs)) {
    const value = given[name] ?? null;
    if (type !== 'time-window') {
      params[name] = value;
      continue;
    }
    const [from, to] = typeof value === 'string' ? value.split('/') : [];
    params[`${name}_from`] = from ?? null;
    params[`${name}_to`] = to ?? null;
  }
  return suspect === null ? params : { ...params, suspect: suspect.value, suspect_kind: suspect.kind };
}
