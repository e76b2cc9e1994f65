import type { JsonObject } from '../base/json.ts';
import { REVERSIBLE } from '../model/plan.ts';
import type { CloudReader } from '../ports/cloud.ts';
import { type AgentDraft, type DraftChange, readDraft } from './agent-drafts.ts';
import { textOf } from './answers.ts';
import { allItems, NEXT_TOKEN_PAGES } from './pages.ts';

/** A run that takes documents in. */
export interface IngestionRun {
  readonly dataSourceId: string;
  readonly ingestionJobId: string;
}

/** An agent whose draft reads a knowledge base. */
export interface KnowledgeBaseUser {
  readonly draft: AgentDraft;
  readonly description: string | null;
  readonly state: string | null;
}

interface Place {
  readonly knowledgeBaseId: string;
  readonly region: string;
}

/** The runs that go on now, of every data source. */
export async function runningIngestions(
  { knowledgeBaseId, region }: Place,
  reader: CloudReader,
): Promise<readonly IngestionRun[]> {
  const list = lister(region, reader);
  const sources = await list('ListDataSources', { knowledgeBaseId }, 'dataSourceSummaries');
  const running: IngestionRun[] = [];
  for (const source of sources) {
    const dataSourceId = textOf(source, 'dataSourceId') ?? '';
    const jobs = await list('ListIngestionJobs', { knowledgeBaseId, dataSourceId }, 'ingestionJobSummaries');
    for (const job of jobs)
      if (['STARTING', 'IN_PROGRESS'].includes(textOf(job, 'status') ?? ''))
        running.push({ dataSourceId, ingestionJobId: textOf(job, 'ingestionJobId') ?? '' });
  }
  return running;
}

/** The agents whose drafts name it, whether they read it or not. */
export async function knowledgeBaseUsers(
  { knowledgeBaseId, region }: Place,
  reader: CloudReader,
): Promise<readonly KnowledgeBaseUser[]> {
  const list = lister(region, reader);
  const users: KnowledgeBaseUser[] = [];
  for (const agent of await list('ListAgents', {}, 'agentSummaries')) {
    const agentId = textOf(agent, 'agentId') ?? '';
    const input = { agentId, agentVersion: 'DRAFT' };
    const known = await list('ListAgentKnowledgeBases', input, 'agentKnowledgeBaseSummaries');
    const used = known.find((one) => textOf(one, 'knowledgeBaseId') === knowledgeBaseId);
    if (used === undefined) continue;
    const changedAt = textOf(used, 'updatedAt') ?? '';
    const draft = await readDraft({ agentId, region, changedAt }, reader);
    if (draft === null) continue;
    users.push({
      draft,
      description: textOf(used, 'description'),
      state: textOf(used, 'knowledgeBaseState'),
    });
  }
  return users;
}

function lister(region: string, reader: CloudReader) {
  return (operation: string, input: JsonObject, items: string): Promise<readonly JsonObject[]> =>
    allItems(
      { service: 'bedrock-agent', operation, region, input, absent: ['ResourceNotFoundException'] },
      { items, ...NEXT_TOKEN_PAGES },
      reader,
    );
}

/** Has the drafts not read it any more. */
export function knowledgeBaseChanges(
  users: readonly KnowledgeBaseUser[],
  { knowledgeBaseId, region }: Place,
): readonly DraftChange[] {
  return users.map(({ draft, description, state }) => ({
    draft,
    settings: [
      {
        name: `knowledge base ${knowledgeBaseId} of agent ${draft.agentId}`,
        is: state,
        wanted: 'DISABLED',
        set: (knowledgeBaseState) => [
          {
            service: 'bedrock-agent',
            operation: 'UpdateAgentKnowledgeBase',
            region,
            input: {
              agentId: draft.agentId,
              agentVersion: 'DRAFT',
              knowledgeBaseId,
              ...(description === null ? {} : { description }),
              knowledgeBaseState,
            },
            purpose:
              knowledgeBaseState === 'DISABLED'
                ? 'have the draft read nothing from it'
                : 'have the draft read it again',
            reversibility: REVERSIBLE,
          },
        ],
      },
    ],
  }));
}
