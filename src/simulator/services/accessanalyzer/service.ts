import * as analyzer from '@aws-sdk/client-accessanalyzer';
import { analyzerArn, newAnalyzer } from '../../world/access-analyzer-state.ts';
import type { Call, ServiceUnit } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import { listed } from '../../world/listed.ts';
import type { World } from '../../world/world.ts';
import { untyped, type Handlers } from '../../wire/handlers.ts';
import { serviceModel } from '../../wire/service-model.ts';
import { because } from '../../wire/wire-error.ts';

/** Analyzers can be made, seen and deleted. What they would find is not part of the simulated account. */
export function accessAnalyzerService(world: World): ServiceUnit {
  return {
    model: serviceModel(analyzer, analyzer.AccessAnalyzerClient),
    handlers: untyped(handlersOf(world)),
    access: (operation, { analyzerName: name }, { region }) => {
      const { accountId } = world;
      const resource = typeof name === 'string' ? analyzerArn(name, { region, accountId }) : '*';
      return [{ action: `access-analyzer:${operation}`, resource }];
    },
  };
}

function handlersOf({ analyzers, accountId }: World): Handlers<typeof analyzer, Call> {
  return {
    ListAnalyzers: ({ type, nextToken, maxResults }, { region }) => {
      const all = [...analyzers(region).values()].filter((one) => type === undefined || one.type === type);
      const page = listed(all, { nextToken, maxResults }, `ListAnalyzers ${type}`);
      return { analyzers: page.items, nextToken: page.nextToken };
    },
    GetAnalyzer: ({ analyzerName }, { region }) => ({
      analyzer: found(analyzers(region).get(given(analyzerName, 'analyzerName')), String(analyzerName)),
    }),
    CreateAnalyzer: (input, { region, now }) => {
      const own = analyzers(region);
      const name = given(input.analyzerName, 'analyzerName');
      const type = given(input.type, 'type');
      if (own.has(name)) throw conflict(name);
      if ([...own.values()].some((one) => one.type === type)) throw exceeded(type);
      const made = newAnalyzer({ name, type, createdAt: now, region, accountId });
      own.set(name, { ...made, tags: { ...input.tags }, configuration: input.configuration });
      return { arn: made.arn };
    },
    DeleteAnalyzer: ({ analyzerName }, { region }) => {
      const { name = '' } = found(analyzers(region).get(given(analyzerName, 'analyzerName')), analyzerName);
      analyzers(region).delete(name);
      return {};
    },
  };
}

const RESOURCE = 'AWS::AccessAnalyzer::Analyzer';

function found(
  own: analyzer.AnalyzerSummary | undefined,
  name: string | undefined,
): analyzer.AnalyzerSummary {
  if (own !== undefined) return own;
  throw new analyzer.ResourceNotFoundException({
    ...because(`Analyzer not found: ${name}`),
    resourceId: String(name),
    resourceType: RESOURCE,
  });
}

function conflict(name: string): Error {
  return new analyzer.ConflictException({
    ...because(`An analyzer with the name ${name} already exists.`),
    resourceId: name,
    resourceType: RESOURCE,
  });
}

/** Of one type there may be one in a Region; of ORGANIZATION AWS allows more (unverified how many). */
function exceeded(type: string): Error {
  return new analyzer.ServiceQuotaExceededException({
    ...because(`The number of analyzers of the type ${type} would exceed the quota.`),
    resourceId: type,
    resourceType: RESOURCE,
  });
}
