import type { InputDef, Playbook } from '../model/playbook.ts';

/** The parameters an input gives to queries: itself, or the two ends of a time window. */
export function inputParameters(name: string, input: InputDef): readonly string[] {
  if (input.type === 'boolean') return [];
  return input.type === 'time-window' ? [`${name}_from`, `${name}_to`] : [name];
}

/** What a step that runs for each suspect may use besides. */
export const SUSPECT_PARAMETERS = ['suspect', 'suspect_kind'] as const;

/** Every parameter that the inputs give. */
export function queryParameters(playbook: Playbook): readonly string[] {
  return Object.entries(playbook.inputs).flatMap(([name, input]) => inputParameters(name, input));
}
