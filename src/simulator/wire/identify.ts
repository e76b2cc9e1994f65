import { type WireRequest, queryValue } from './message.ts';
import { matchRoute } from './route.ts';
import type { OperationModel, ServiceModel } from './service-model.ts';

/** Which operation of which service a request asks for. */
export interface Match {
  readonly model: ServiceModel;
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
  /** The fields of a Query request. */
  readonly form: URLSearchParams | undefined;
  readonly asked?: undefined;
}

/** What can be said about a request that nothing answers: at least whose it is. */
export interface NoMatch {
  readonly model: ServiceModel | undefined;
  readonly operation: undefined;
  /** The name the request gave, where it gave one. */
  readonly asked: string;
}

/** Finds service and operation; a request for something unknown says so as well as it can. */
export function identify(
  models: readonly ServiceModel[],
  request: WireRequest,
  signingName: string | undefined,
): Match | NoMatch {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return byTarget(models, target);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return byForm(models, request, signingName);
  return byRoute(models, request, signingName);
}

/** botocore writes `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents`: the last two parts count. */
function byTarget(models: readonly ServiceModel[], target: string): Match | NoMatch {
  const [prefix = '', name = ''] = target.split('.').slice(-2);
  const model = models.find(
    (candidate) => candidate.target === prefix && candidate.protocol.startsWith('awsJson'),
  );
  const operation = model?.operations.get(name);
  if (model === undefined || operation === undefined) return { model, operation: undefined, asked: name };
  return { model, operation, labels: {}, form: undefined };
}

function byForm(
  models: readonly ServiceModel[],
  request: WireRequest,
  signingName: string | undefined,
): Match | NoMatch {
  const form = new URLSearchParams(Buffer.from(request.body).toString('utf8'));
  const asked = form.get('Action') ?? '';
  const model = models
    .filter((candidate) => candidate.protocol.endsWith('Query'))
    .find((candidate) =>
      signingName === undefined
        ? candidate.version === form.get('Version')
        : candidate.signingName === signingName,
    );
  const operation = model?.operations.get(asked);
  if (model === undefined || operation === undefined) return { model, operation: undefined, asked };
  return { model, operation, labels: {}, form };
}

/**
 * Several services sign with one name (Bedrock and its agents): the path tells them apart. Where two have the same
 * path (their tags), the host or the user agent does.
 */
function byRoute(
  models: readonly ServiceModel[],
  request: WireRequest,
  signingName: string | undefined,
): Match | NoMatch {
  const asked = queryValue(request, 'x-id') ?? `${request.method} ${request.path}`;
  const candidates = models.filter((model) => signingName === undefined || model.signingName === signingName);
  const matches = candidates.flatMap((model) => matchesIn(model, request));
  const weight = ({ operation, model }: Match): number =>
    (operation.route?.weight ?? 0) + (isNamed(model, request) ? 1 : 0);
  const best = matches.toSorted((a, b) => weight(b) - weight(a))[0];
  return best ?? { model: candidates[0], operation: undefined, asked };
}

/** Whether the host (`bedrock-agent.us-east-1…`) or the user agent (`api/bedrock_agent#3`) names the service. */
function isNamed({ id }: ServiceModel, { headers }: WireRequest): boolean {
  const name = id.toLowerCase();
  const host = (headers['host'] ?? '').split('.')[0];
  const agent = /(?:^| )api\/([^#/ ]+)/.exec(headers['user-agent'] ?? '')?.[1] ?? '';
  return host === name.replaceAll(' ', '-') || agent.toLowerCase().replaceAll(/[-_]/g, ' ') === name;
}

function matchesIn(model: ServiceModel, request: WireRequest): readonly Match[] {
  const { bucket, path } =
    model.id === 'S3' ? splitBucket(request) : { bucket: undefined, path: request.path };
  return [...model.operations.values()].flatMap((operation) => {
    if (operation.route === undefined || operation.route.bucket !== (bucket !== undefined)) return [];
    const labels = matchRoute(operation.route, request, path);
    if (labels === null) return [];
    return [
      {
        model,
        operation,
        labels: bucket === undefined ? labels : { ...labels, Bucket: bucket },
        form: undefined,
      },
    ];
  });
}

const VIRTUAL_HOST = /^(.+)\.(?:s3[.-].*|localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** The bucket stands in the host name or is the first part of the path. */
function splitBucket(request: WireRequest): { readonly bucket: string | undefined; readonly path: string } {
  const host = VIRTUAL_HOST.exec(request.headers['host'] ?? '')?.[1];
  if (host !== undefined) return { bucket: host, path: request.path };
  const [, bucket, path = '/'] = /^\/([^/]+)(\/.*)?$/.exec(request.path) ?? [];
  return {
    bucket: bucket === undefined ? undefined : decodeURIComponent(bucket),
    path: bucket === undefined ? request.path : path,
  };
}
