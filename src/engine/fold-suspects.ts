import type { CaseState, SuspectState } from '../model/case-state.ts';
import { type Suspect, type SuspectDecision, suspectKey, type SuspectProposal } from '../model/suspect.ts';

/** The suspects a case starts from are followed without asking: the responder gave them. */
export function withInputs(state: CaseState, suspects: readonly Suspect[]): CaseState {
  const given = suspects.map((suspect): [string, SuspectState] => [
    suspectKey(suspect),
    { ...suspect, decision: 'follow', why: [], origin: 'input' },
  ]);
  return { ...state, suspects: { ...state.suspects, ...Object.fromEntries(given) } };
}

/** New nodes wait for the responder; of known ones only the further reason is kept. */
export function withProposals(state: CaseState, proposals: readonly SuspectProposal[]): CaseState {
  const suspects: Record<string, SuspectState> = { ...state.suspects };
  for (const proposal of proposals) {
    const key = suspectKey(proposal);
    const known = suspects[key];
    if (known === undefined)
      suspects[key] = {
        kind: proposal.kind,
        value: proposal.value,
        decision: 'proposed',
        why: [proposal],
        origin: 'finding',
      };
    else if (!known.why.some(({ step, why }) => step === proposal.step && why === proposal.why))
      suspects[key] = { ...known, why: [...known.why, proposal] };
  }
  return { ...state, suspects };
}

export function withDecision(
  state: CaseState,
  keys: readonly string[],
  decision: SuspectDecision,
): CaseState {
  const suspects: Record<string, SuspectState> = { ...state.suspects };
  for (const key of keys) {
    const known = suspects[key];
    if (known !== undefined) suspects[key] = { ...known, decision };
  }
  return { ...state, suspects };
}
