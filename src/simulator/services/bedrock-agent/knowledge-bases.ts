import type { DataSource } from '@aws-sdk/client-bedrock-agent';
import { drawAgentId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import type { World } from '../../world/world.ts';
import { knowledgeBaseOf, sourceOf } from './entries.ts';
import type { AgentHandlers } from './handlers.ts';

/** Knowledge bases and where their documents come from. Updates replace. */
export function knowledgeBaseHandlers({ agents, random, accountId }: World): AgentHandlers {
  return {
    CreateKnowledgeBase: ({ tags: _tags, clientToken: _token, ...input }, call) => {
      const knowledgeBaseId = drawAgentId(random);
      const shown = {
        ...input,
        knowledgeBaseId,
        knowledgeBaseArn: `arn:aws:bedrock:${call.region}:${accountId}:knowledge-base/${knowledgeBaseId}`,
        status: 'ACTIVE' as const,
        createdAt: new Date(call.now),
        updatedAt: new Date(call.now),
      };
      agents(call.region).knowledgeBases.set(knowledgeBaseId, { shown, sources: new Map() });
      return { knowledgeBase: shown };
    },
    GetKnowledgeBase: ({ knowledgeBaseId }, { region }) => ({
      knowledgeBase: knowledgeBaseOf(agents(region), knowledgeBaseId).shown,
    }),
    ListKnowledgeBases: (paging, { region }) => {
      const page = listed([...agents(region).knowledgeBases.values()], paging, 'ListKnowledgeBases');
      const knowledgeBaseSummaries = page.items.map(({ shown }) => ({
        knowledgeBaseId: shown.knowledgeBaseId,
        name: shown.name,
        description: shown.description,
        status: shown.status,
        updatedAt: shown.updatedAt,
      }));
      return { knowledgeBaseSummaries, nextToken: page.nextToken };
    },
    UpdateKnowledgeBase: ({ knowledgeBaseId, ...input }, call) => {
      const entry = knowledgeBaseOf(agents(call.region), knowledgeBaseId);
      const { knowledgeBaseArn, createdAt, status } = entry.shown;
      entry.shown = {
        ...input,
        knowledgeBaseId,
        knowledgeBaseArn,
        createdAt,
        status,
        updatedAt: new Date(call.now),
      };
      return { knowledgeBase: entry.shown };
    },
    DeleteKnowledgeBase: ({ knowledgeBaseId }, { region }) => {
      knowledgeBaseOf(agents(region), knowledgeBaseId);
      agents(region).knowledgeBases.delete(given(knowledgeBaseId, 'knowledgeBaseId'));
      return { knowledgeBaseId, status: 'DELETING' };
    },
    CreateDataSource: ({ clientToken: _token, ...input }, call) => {
      const { sources } = knowledgeBaseOf(agents(call.region), input.knowledgeBaseId);
      const dataSourceId = drawAgentId(random);
      const dataSource: DataSource = {
        ...input,
        dataSourceId,
        status: 'AVAILABLE',
        dataDeletionPolicy: input.dataDeletionPolicy ?? 'DELETE',
        createdAt: new Date(call.now),
        updatedAt: new Date(call.now),
      };
      sources.set(dataSourceId, { shown: dataSource, jobs: new Map(), documents: new Map() });
      return { dataSource };
    },
    GetDataSource: ({ knowledgeBaseId, dataSourceId }, { region }) => ({
      dataSource: sourceOf(knowledgeBaseOf(agents(region), knowledgeBaseId), dataSourceId).shown,
    }),
    ListDataSources: ({ knowledgeBaseId, ...paging }, { region }) => {
      const { sources } = knowledgeBaseOf(agents(region), knowledgeBaseId);
      const page = listed([...sources.values()], paging, `ListDataSources ${knowledgeBaseId}`);
      const dataSourceSummaries = page.items.map(({ shown }) => ({
        knowledgeBaseId: shown.knowledgeBaseId,
        dataSourceId: shown.dataSourceId,
        name: shown.name,
        status: shown.status,
        description: shown.description,
        updatedAt: shown.updatedAt,
      }));
      return { dataSourceSummaries, nextToken: page.nextToken };
    },
    UpdateDataSource: (input, call) => {
      const source = sourceOf(
        knowledgeBaseOf(agents(call.region), input.knowledgeBaseId),
        input.dataSourceId,
      );
      const { createdAt, status } = source.shown;
      source.shown = {
        ...input,
        dataDeletionPolicy: input.dataDeletionPolicy ?? 'DELETE',
        createdAt,
        status,
        updatedAt: new Date(call.now),
      };
      return { dataSource: source.shown };
    },
    // With the policy DELETE the vectors go too; with RETAIN they stay, but nothing lists them any more.
    DeleteDataSource: ({ knowledgeBaseId, dataSourceId }, { region }) => {
      const base = knowledgeBaseOf(agents(region), knowledgeBaseId);
      sourceOf(base, dataSourceId);
      base.sources.delete(given(dataSourceId, 'dataSourceId'));
      return { knowledgeBaseId, dataSourceId, status: 'DELETING' };
    },
  };
}
