import { ResourceConflictException, type FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { given } from '../../world/given.ts';
import type { LambdaFunction } from '../../world/lambda-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { functionOf, notFound, page, type LambdaHandlers } from './handlers.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz234567';

/** Addresses at which functions can be called over HTTP. Only unqualified functions have them here. */
export function urlHandlers(world: World): LambdaHandlers {
  const { random } = world;
  return {
    CreateFunctionUrlConfig: ({ FunctionName, Qualifier, AuthType, Cors, InvokeMode }, call) => {
      refuseQualifier(Qualifier);
      const own = functionOf(world, FunctionName, call);
      if (own.url !== undefined)
        throw new ResourceConflictException({
          ...because(
            `Failed to create function url config for [functionArn = ${own.arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
          ),
          Type: 'User',
        });
      const now = new Date(call.now).toISOString();
      const url: FunctionUrlConfig = {
        FunctionUrl: `https://${random.text(LOWER, 32)}.lambda-url.${call.region}.on.aws/`,
        FunctionArn: own.arn,
        AuthType: given(AuthType, 'AuthType'),
        CreationTime: now,
        LastModifiedTime: now,
        InvokeMode: InvokeMode ?? 'BUFFERED',
        ...(Cors === undefined ? {} : { Cors }),
      };
      own.url = url;
      return url;
    },
    GetFunctionUrlConfig: ({ FunctionName, Qualifier }, call) => {
      refuseQualifier(Qualifier);
      return urlOf(functionOf(world, FunctionName, call));
    },
    UpdateFunctionUrlConfig: ({ FunctionName, Qualifier, AuthType, Cors, InvokeMode }, call) => {
      refuseQualifier(Qualifier);
      const own = functionOf(world, FunctionName, call);
      const url = {
        ...urlOf(own),
        ...(AuthType === undefined ? {} : { AuthType }),
        ...(Cors === undefined ? {} : { Cors }),
        ...(InvokeMode === undefined ? {} : { InvokeMode }),
        LastModifiedTime: new Date(call.now).toISOString(),
      };
      own.url = url;
      return url;
    },
    DeleteFunctionUrlConfig: ({ FunctionName, Qualifier }, call) => {
      refuseQualifier(Qualifier);
      const own = functionOf(world, FunctionName, call);
      urlOf(own);
      own.url = undefined;
      return {};
    },
    ListFunctionUrlConfigs: (input, call) => {
      const { arn, url } = functionOf(world, input.FunctionName, call);
      const { items, next } = page(url === undefined ? [] : [url], `ListFunctionUrlConfigs ${arn}`, input);
      return { FunctionUrlConfigs: [...items], NextMarker: next };
    },
  };
}

function urlOf({ url }: LambdaFunction): FunctionUrlConfig {
  if (url === undefined) throw notFound('The resource you requested does not exist.');
  return url;
}

function refuseQualifier(qualifier: string | undefined): void {
  if (qualifier !== undefined)
    throw new WireError(
      'NotImplemented',
      'Lambda: URLs of aliases are not part of the simulated account',
      501,
    );
}
