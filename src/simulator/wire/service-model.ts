import { NormalizedSchema, deref } from '@smithy/core/schema';
import type { $ClientProtocol, $SchemaRef, HttpRequest, HttpResponse, StaticSchema } from '@smithy/types';
import { isObject } from '../../base/json.ts';
import { compileRoute, type Route } from './route.ts';

/** What the run-time schemas of an SDK client say about its service. */
export interface ServiceModel {
  /** `IAM`, `CloudTrail`: the id the service calls itself by. */
  readonly id: string;
  readonly protocol: ProtocolName;
  readonly codec: $ClientProtocol<HttpRequest, HttpResponse>;
  /** The client's resolved settings, which its serialisers want back. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The name in the credential scope of a signature. */
  readonly signingName: string;
  /** The prefix of `X-Amz-Target`. */
  readonly target: string;
  readonly version: string;
  readonly xmlNamespace: string;
  /** It came from the Query protocol, and its errors tell the codes they had there too. */
  readonly queryCompatible: boolean;
  readonly operations: ReadonlyMap<string, OperationModel>;
  readonly errors: ReadonlyMap<string, ErrorModel>;
}

export type ProtocolName = 'awsJson1_0' | 'awsJson1_1' | 'restJson1' | 'restXml' | 'awsQuery' | 'ec2Query';

export interface OperationModel {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  readonly outputRef: $SchemaRef;
  readonly required: readonly string[];
  readonly status: number;
  /** Where the operation is on the REST protocols. */
  readonly route: Route | undefined;
}

export interface ErrorModel {
  readonly name: string;
  readonly schema: StaticSchema;
  readonly members: readonly string[];
  readonly status: number;
  /** The code on the Query protocols, where it is not the name. */
  readonly queryCode: string | undefined;
  readonly queryStatus: number | undefined;
}

/** An SDK client's constructor, as far as it is needed to ask it for its settings. */
export type ClientConstructor = new (config: {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}) => { readonly config: object };

const OPERATION = 9;
const ERROR = -3;
const REQUIRED_COUNT = 6;

/** Reads the model of a service out of the module of its SDK client. */
export function serviceModel(module: object, Client: ClientConstructor): ServiceModel {
  const { config } = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
  // The resolved settings are typed per client; these members are the same in all of them.
  const settings = config as Readonly<Record<string, unknown>> & {
    readonly protocol: $ClientProtocol<HttpRequest, HttpResponse>;
    readonly serviceId: string;
    readonly defaultSigningName: string;
    readonly protocolSettings: {
      readonly serviceTarget: string;
      readonly version: string;
      readonly xmlNamespace?: string;
      readonly awsQueryCompatible?: boolean;
    };
  };
  settings.protocol.setSerdeContext(settings as never);
  const schemas = Object.values(module).filter(Array.isArray) as readonly (readonly unknown[])[];
  const operations = schemas.filter((schema) => schema[0] === OPERATION).map(operationModel);
  const errors = schemas.filter((schema) => schema[0] === ERROR).map(errorModel);
  return {
    id: settings.serviceId,
    protocol: settings.protocol.getShapeId().replace(/^.*#/, '') as ProtocolName,
    codec: settings.protocol,
    config: settings,
    signingName: settings.defaultSigningName,
    target: settings.protocolSettings.serviceTarget,
    version: settings.protocolSettings.version,
    xmlNamespace: settings.protocolSettings.xmlNamespace ?? '',
    queryCompatible: settings.protocolSettings.awsQueryCompatible ?? false,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
    errors: new Map(errors.map((error) => [error.name, error])),
  };
}

/** `[9, namespace, name, traits, input, output]`, as the clients ship it. */
function operationModel(schema: readonly unknown[]): OperationModel {
  const input = NormalizedSchema.of(schema[4] as $SchemaRef);
  const outputRef = deref(schema[5] as $SchemaRef) as $SchemaRef;
  const traits = isObject(schema[3]) ? schema[3] : {};
  const http = traits['http'] as readonly [method: string, uri: string, status: number] | undefined;
  const required = requiredMembers(input);
  return {
    name: String(schema[2]),
    input,
    output: NormalizedSchema.of(outputRef),
    outputRef,
    required,
    status: http?.[2] ?? 200,
    route: http === undefined ? undefined : compileRoute(http, input, required),
  };
}

/** Of a structure's members the first so many are required: their number is the last field of its schema. */
function requiredMembers(input: NormalizedSchema): readonly string[] {
  if (input.isUnitSchema()) return [];
  const schema = input.getSchema() as unknown as readonly unknown[];
  const count = schema[REQUIRED_COUNT];
  const names = schema[4] as readonly string[];
  return typeof count === 'number' ? names.slice(0, count) : [];
}

/** `[-3, namespace, name, traits, member names, member schemas]`. */
function errorModel(schema: readonly unknown[]): ErrorModel {
  const traits = isObject(schema[3]) ? schema[3] : {};
  const query = traits['awsQueryError'] as readonly [code: string, status: number] | undefined;
  const http = traits['httpError'];
  return {
    name: String(schema[2]),
    schema: schema as unknown as StaticSchema,
    members: (schema[4] ?? []) as readonly string[],
    status: typeof http === 'number' ? http : traits['error'] === 'client' ? 400 : 500,
    queryCode: query?.[0],
    queryStatus: query?.[1],
  };
}
