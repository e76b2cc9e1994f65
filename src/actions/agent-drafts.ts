import type { JsonObject } from '../base/json.ts';
import type { PlannedCall } from '../model/plan.ts';
import type { Undo } from '../ports/action.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { objectOf, textOf } from './answers.ts';
import { neededCalls, type Setting, undoSettings } from './settings.ts';

/** The draft of an agent. What is changed in it runs once it was prepared, and only at the test alias. */
export interface AgentDraft {
  readonly agentId: string;
  readonly name: string | null;
  readonly prepared: boolean;
}

/** What is changed in the draft of one agent. */
export interface DraftChange {
  readonly draft: AgentDraft;
  readonly settings: readonly Setting[];
}

export interface DraftPlace {
  readonly agentId: string;
  readonly region: string;
  /** When the part of the draft that matters was last changed, ISO 8601 UTC. */
  readonly changedAt: string;
}

/** An agent's draft; null = there is no such agent. */
export async function readDraft(
  { agentId, region, changedAt }: DraftPlace,
  reader: CloudReader,
): Promise<AgentDraft | null> {
  const answer = await reader.read({
    service: 'bedrock-agent',
    operation: 'GetAgent',
    region,
    input: { agentId },
    absent: ['ResourceNotFoundException'],
  });
  const agent = objectOf(answer, 'agent');
  return agent === null
    ? null
    : { agentId, name: textOf(agent, 'agentName'), prepared: isPrepared(agent, changedAt) };
}

function isPrepared(agent: JsonObject, changedAt: string): boolean {
  const status = textOf(agent, 'agentStatus');
  if (status === 'PREPARING') return true;
  return status !== 'NOT_PREPARED' && (textOf(agent, 'preparedAt') ?? '') >= changedAt;
}

/** The calls that are still needed, each agent prepared after its own. */
export function draftCalls(changes: readonly DraftChange[], region: string): readonly PlannedCall[] {
  return changes.flatMap(({ draft, settings }) => {
    const needed = neededCalls(settings);
    return needed.length > 0 || !draft.prepared ? [...needed, prepareCall(draft, region)] : [];
  });
}

/** Takes the changes back and prepares the agents again; an undo that was cut off in between goes on. */
export function undoDrafts(
  { before, now }: { readonly before: readonly DraftChange[]; readonly now: readonly DraftChange[] },
  region: string,
): Undo {
  const calls: PlannedCall[] = [];
  const differences: string[] = [];
  for (const { draft, settings } of before) {
    if (neededCalls(settings).length === 0) continue;
    const found = now.find((other) => other.draft.agentId === draft.agentId);
    const undo = undoSettings({ before: settings, now: found?.settings ?? [] });
    if (undo.kind === 'conflict') differences.push(...undo.differences);
    else if (undo.kind === 'calls') calls.push(...undo.calls, prepareCall(draft, region));
    else if (found?.draft.prepared === false) calls.push(prepareCall(draft, region));
  }
  if (differences.length > 0) return { kind: 'conflict', differences };
  if (calls.length === 0) return { kind: 'none', why: 'the agents’ drafts are as they were before' };
  return { kind: 'calls', calls, reopens: true };
}

function prepareCall({ agentId }: AgentDraft, region: string): PlannedCall {
  return {
    service: 'bedrock-agent',
    operation: 'PrepareAgent',
    region,
    input: { agentId },
    purpose: 'let the draft run as it is now, at the test alias',
    reversibility: { kind: 'leaves', residue: 'a prepared draft, whatever else was changed in it' },
  };
}

/** What every change of a draft leaves alone, and what it takes along. */
export const DRAFT_MISTAKES = [
  'Only the draft changes: production aliases point to versions, which nobody can change. Stop the alias, or make a version and point it there.',
  'Preparing takes along whatever else was changed in the draft: look at it before.',
] as const;
