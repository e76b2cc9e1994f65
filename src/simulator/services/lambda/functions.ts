import {
  ResourceConflictException,
  type FunctionCodeLocation,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import {
  newFunction,
  reconfigure,
  replaceCode,
  type LambdaFunction,
  type LambdaState,
} from '../../world/lambda-state.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { codeAddress } from './code-address.ts';
import { codeIn } from './code.ts';
import { configurationIn } from './configuration.ts';
import { checkRevision, functionOf, nameIn, notFound, page, type LambdaHandlers } from './handlers.ts';
import { usedLayers } from './layers.ts';

/** Functions, their code, configuration and versions. */
export function functionHandlers(world: World): LambdaHandlers {
  const { lambda, accountId } = world;
  return {
    CreateFunction: (input, call) => {
      const { functions } = lambda(call.region);
      const name = given(input.FunctionName, 'FunctionName');
      if (functions.has(name))
        throw new ResourceConflictException({ ...because(`Function already exist: ${name}`), Type: 'User' });
      const own = newFunction({
        name,
        region: call.region,
        accountId,
        now: call.now,
        code: codeIn(world, given(input.Code, 'Code')),
        configuration: {
          PackageType: input.PackageType ?? 'Zip',
          ...configurationIn(input),
          ...usedLayers(world, input.Layers, call),
        },
      });
      for (const [key, value] of Object.entries(input.Tags ?? {})) own.tags.set(key, value);
      functions.set(name, own);
      return input.Publish === true ? publish(own) : own.configuration;
    },
    GetFunction: ({ FunctionName, Qualifier }, call) => {
      const own = functionOf(world, FunctionName, call);
      const { reservedConcurrency, tags } = own;
      const configuration = versionOf(own, FunctionName, Qualifier);
      return {
        Configuration: configuration,
        Code: codeOf(world, { own, configuration }, call),
        ...(tags.size === 0 ? {} : { Tags: Object.fromEntries(tags) }),
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      };
    },
    GetFunctionConfiguration: ({ FunctionName, Qualifier }, call) =>
      versionOf(functionOf(world, FunctionName, call), FunctionName, Qualifier),
    ListFunctions: (input, { region }) => {
      const all = [...lambda(region).functions.values()]
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .flatMap(({ configuration, versions }) =>
          input.FunctionVersion === 'ALL' ? [configuration, ...versions.values()] : [configuration],
        );
      const { items, next } = page(all, `ListFunctions ${region} ${input.FunctionVersion}`, input);
      return { Functions: [...items], NextMarker: next };
    },
    ListVersionsByFunction: (input, call) => {
      const { arn, configuration, versions } = functionOf(world, input.FunctionName, call);
      const latest = { ...configuration, FunctionArn: `${arn}:$LATEST` };
      const all = [latest, ...versions.values()];
      const { items, next } = page(all, `ListVersionsByFunction ${arn}`, input);
      return { Versions: [...items], NextMarker: next };
    },
    PublishVersion: ({ FunctionName, RevisionId }, call) => {
      const own = functionOf(world, FunctionName, call);
      checkRevision(own, RevisionId);
      return publish(own);
    },
    UpdateFunctionCode: (input, call) => {
      const own = functionOf(world, input.FunctionName, call);
      checkRevision(own, input.RevisionId);
      const code = codeIn(world, input);
      if (input.DryRun === true) return own.configuration;
      replaceCode(own, code, call.now);
      return input.Publish === true ? publish(own) : own.configuration;
    },
    UpdateFunctionConfiguration: (input, call) => {
      const own = functionOf(world, input.FunctionName, call);
      checkRevision(own, input.RevisionId);
      reconfigure(own, { ...configurationIn(input), ...usedLayers(world, input.Layers, call) }, call.now);
      return own.configuration;
    },
    DeleteFunction: ({ FunctionName, Qualifier }, call) => {
      const own = functionOf(world, FunctionName, call);
      remove(lambda(call.region), own, Qualifier);
      return { StatusCode: 204 };
    },
  };
}

function remove({ functions }: LambdaState, own: LambdaFunction, version: string | undefined): void {
  if (version === undefined) functions.delete(own.name);
  else if (!own.versions.delete(version)) throw notFound(`Function not found: ${own.arn}:${version}`);
}

/** Freezes what is there now as a version; without a change since the last one, that is it. */
function publish(own: LambdaFunction): FunctionConfiguration {
  const last = [...own.versions.values()].at(-1);
  if (last !== undefined && last.RevisionId === own.configuration.RevisionId) return last;
  const version = String(own.nextVersion);
  own.nextVersion += 1;
  const published = { ...own.configuration, FunctionArn: `${own.arn}:${version}`, Version: version };
  own.versions.set(version, published);
  return published;
}

function versionOf(
  own: LambdaFunction,
  identifier: string | undefined,
  asked: string | undefined,
): FunctionConfiguration {
  const qualifier = asked ?? nameIn(identifier ?? '').qualifier;
  if (qualifier === undefined || qualifier === '$LATEST') return own.configuration;
  const found = own.versions.get(qualifier);
  if (found === undefined) throw notFound(`Function not found: ${own.arn}:${qualifier}`);
  return found;
}

interface OneVersion {
  readonly own: LambdaFunction;
  readonly configuration: FunctionConfiguration;
}

/** Where the code of a version lies: an archive at an address for a while, an image in its registry. */
function codeOf(
  world: World,
  { own: { name, codes }, configuration: { PackageType, CodeSha256 = '' } }: OneVersion,
  call: Call,
): FunctionCodeLocation {
  const { accountId } = world;
  const stored = { of: 'tasks', accountId, name, codeSha256: CodeSha256 } as const;
  if (PackageType !== 'Image') return { RepositoryType: 'S3', Location: codeAddress(world, stored, call) };
  const uri = Buffer.from(codes.get(CodeSha256) ?? []).toString('utf8');
  const digest = Buffer.from(CodeSha256, 'base64').toString('hex');
  return {
    RepositoryType: 'ECR',
    ImageUri: uri,
    ResolvedImageUri: `${uri.replace(/:[\w.-]+$/, '')}@sha256:${digest}`,
  };
}
