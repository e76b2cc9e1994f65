import type {
  RetrieveAndGenerateConfiguration,
  RetrievalResultLocation,
} from '@aws-sdk/client-bedrock-agent-runtime';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { present } from '../../world/present.ts';
import { retrieve, type Retrieved } from '../../world/retrieve.ts';
import { scriptedAnswer } from '../../world/scripted-answer.ts';
import type { World } from '../../world/world.ts';
import { WireError } from '../../wire/wire-error.ts';
import type { AgentRuntimeHandlers } from './handlers.ts';
import { note } from './invoke.ts';

const MOST = 5;

/** Asks knowledge bases: for documents, or for an answer made from them. */
export function retrieveHandlers(world: World): AgentRuntimeHandlers {
  const { agents, accountId, random } = world;
  const search = (id: string, question: string, { call, most }: Search): readonly Retrieved[] => {
    note(call, { accountId, type: 'AWS::Bedrock::KnowledgeBase', resource: `knowledge-base/${id}` });
    const base = present(agents(call.region).knowledgeBases.get(id), 'knowledge base');
    return retrieve(base, question, { now: call.now, most });
  };
  const generate = (asked: Generation, call: Call) => {
    const config = asked.retrieveAndGenerateConfiguration?.knowledgeBaseConfiguration;
    if (config === undefined)
      throw new WireError(
        'ValidationException',
        'Only the type KNOWLEDGE_BASE is part of the simulated account.',
      );
    const question = given(asked.input?.text, 'input.text');
    const found = search(given(config.knowledgeBaseId, 'knowledgeBaseId'), question, { call, most: MOST });
    const model = given(config.modelArn, 'modelArn');
    const passages = found.map(({ text }) => text).join('\n');
    const text = scriptedAnswer(world, model, `${passages}\n${question}`);
    const retrievedReferences = found.map((one) => ({
      content: { text: one.text },
      location: locationOf(one),
    }));
    return {
      sessionId: asked.sessionId ?? random.uuid(),
      output: { text },
      citations: [{ generatedResponsePart: { textResponsePart: { text } }, retrievedReferences }],
    };
  };
  return {
    Retrieve: (input, call) => {
      const most = input.retrievalConfiguration?.vectorSearchConfiguration?.numberOfResults ?? MOST;
      const id = given(input.knowledgeBaseId, 'knowledgeBaseId');
      const found = search(id, given(input.retrievalQuery?.text, 'retrievalQuery.text'), { call, most });
      const retrievalResults = found.map((one) => ({
        content: { text: one.text, type: 'TEXT' as const },
        location: locationOf(one),
        score: one.score,
      }));
      return { retrievalResults };
    },
    RetrieveAndGenerate: generate,
    RetrieveAndGenerateStream: (input, call) => {
      const { sessionId, output, citations } = generate(input, call);
      return { sessionId, stream: streamed(output, citations) };
    },
  };
}

interface Search {
  readonly call: Call;
  readonly most: number;
}

interface Generation {
  readonly sessionId?: string | undefined;
  readonly input?: { readonly text?: string | undefined } | undefined;
  readonly retrieveAndGenerateConfiguration?: RetrieveAndGenerateConfiguration | undefined;
}

async function* streamed<Citation>(output: { readonly text: string }, citations: readonly Citation[]) {
  yield { output };
  for (const citation of citations) yield { citation: { citation } };
}

function locationOf({ address }: Retrieved): RetrievalResultLocation {
  return address.startsWith('s3://')
    ? { type: 'S3', s3Location: { uri: address } }
    : { type: 'CUSTOM', customDocumentLocation: { id: address } };
}
