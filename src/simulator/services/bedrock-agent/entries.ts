import type {
  AgentBuild,
  AgentEntry,
  AgentState,
  KnowledgeBaseEntry,
  DataSourceEntry,
} from '../../world/agent-state.ts';
import { given } from '../../world/given.ts';
import { present } from '../../world/present.ts';
import { WireError } from '../../wire/wire-error.ts';

/** @throws WireError ResourceNotFoundException */
export function agentOf({ agents }: AgentState, id: string | undefined): AgentEntry {
  return present(agents.get(given(id, 'agentId')), 'agent');
}

/** The draft or a numbered version. */
export function buildOf(entry: AgentEntry, version: string | undefined): AgentBuild {
  const wanted = given(version, 'agentVersion');
  return present(wanted === 'DRAFT' ? entry.draft : entry.versions.get(wanted), 'agent version');
}

/** The draft, for a change. @throws WireError ValidationException for a version: those never change */
export function draftOf(entry: AgentEntry, version: string | undefined): AgentBuild {
  if (version !== 'DRAFT')
    throw new WireError('ValidationException', 'Only the DRAFT version of an agent can be changed.');
  return entry.draft;
}

export function knowledgeBaseOf({ knowledgeBases }: AgentState, id: string | undefined): KnowledgeBaseEntry {
  return present(knowledgeBases.get(given(id, 'knowledgeBaseId')), 'knowledge base');
}

export function sourceOf({ sources }: KnowledgeBaseEntry, id: string | undefined): DataSourceEntry {
  return present(sources.get(given(id, 'dataSourceId')), 'data source');
}
