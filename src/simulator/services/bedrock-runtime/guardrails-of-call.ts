import type { Guardrail, GuardrailVersion } from '../../world/bedrock-state.ts';
import type { Call } from '../../world/call.ts';
import { checkText, type Checked } from '../../world/guardrail-check.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';

/** A guardrail that a call names. */
export interface AskedGuardrail {
  readonly identifier: string;
  readonly version: string;
}

export interface AppliedGuardrail {
  readonly id: string;
  readonly version: GuardrailVersion;
}

/** The guardrails a call must pass: the one it asks for, and those that are enforced for its model. */
export function guardrailsOf(
  { bedrock }: World,
  { region }: Call,
  { asked, family }: { readonly asked: AskedGuardrail | undefined; readonly family: string },
): readonly AppliedGuardrail[] {
  const state = bedrock(region);
  const enforced = [...state.assets.enforced.values()]
    .filter(({ modelEnforcement }) => {
      const { includedModels = [], excludedModels = [] } = modelEnforcement ?? {};
      const included =
        includedModels.length === 0 || includedModels.includes(family) || includedModels.includes('ALL');
      return included && !excludedModels.includes(family);
    })
    .map(({ guardrailId = '', guardrailVersion = '' }) => ({
      identifier: guardrailId,
      version: guardrailVersion,
    }));
  return [...(asked === undefined ? [] : [asked]), ...enforced].map((one) =>
    appliedGuardrail(state.guardrails, one),
  );
}

/** @throws WireError ValidationException for a guardrail or version that is not there: an enforced one that was deleted breaks every inference */
export function appliedGuardrail(
  guardrails: ReadonlyMap<string, Guardrail>,
  { identifier, version }: AskedGuardrail,
): AppliedGuardrail {
  const found = [...guardrails.values()].find(({ id, arn }) => id === identifier || arn === identifier);
  const own = version === 'DRAFT' ? found?.draft : found?.versions.get(version);
  if (found === undefined || own === undefined)
    throw new WireError(
      'ValidationException',
      'The guardrail identifier or version provided in the request does not exist.',
    );
  return { id: found.id, version: own };
}

/** What all guardrails say about one side of an exchange. */
export interface Verdict {
  readonly intervened: boolean;
  readonly blocked: boolean;
  readonly text: string;
  readonly byGuardrail: readonly {
    readonly id: string;
    readonly checked: Checked;
    readonly characters: number;
  }[];
}

/** Each guardrail sees what the one before it left. */
export function judge(
  guardrails: readonly AppliedGuardrail[],
  text: string,
  side: 'INPUT' | 'OUTPUT',
): Verdict {
  let current = text;
  const byGuardrail: { id: string; checked: Checked; characters: number }[] = [];
  for (const { id, version } of guardrails) {
    const checked = checkText(version, current, side);
    byGuardrail.push({ id, checked, characters: current.length });
    current = checked.text;
    if (checked.blocked) break;
  }
  return {
    intervened: byGuardrail.some(({ checked }) => checked.intervened),
    blocked: byGuardrail.some(({ checked }) => checked.blocked),
    text: current,
    byGuardrail,
  };
}

/** An assessment as traces show it: what was found, and that something was looked at. */
export function traced({ checked, characters }: Verdict['byGuardrail'][number]) {
  return {
    ...checked.assessment,
    invocationMetrics: {
      guardrailProcessingLatency: 180 + (characters % 200),
      guardrailCoverage: { textCharacters: { guarded: characters, total: characters } },
    },
  };
}
