import type {
  FunctionConfiguration,
  FunctionUrlConfig,
  PublishLayerVersionResponse,
} from '@aws-sdk/client-lambda';
import { sha256 } from '../../base/hashing.ts';

/** A function: its code is kept, never run. */
export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  /** Published versions by number. */
  readonly versions: Map<string, FunctionConfiguration>;
  /** Statements of the resource policy by their ids. */
  readonly statements: Map<string, PermissionStatement>;
  configuration: FunctionConfiguration;
  /** All code it ever had, by `CodeSha256`. */
  readonly codes: Map<string, Uint8Array>;
  nextVersion: number;
  /** Undefined: from the account's unreserved concurrency. */
  reservedConcurrency: number | undefined;
  url: FunctionUrlConfig | undefined;
  /** What an invocation answers. */
  answer: ScriptedAnswer;
}

/** JSON that a function answers with, and whether that is an error of the function. */
export interface ScriptedAnswer {
  readonly payload: string;
  readonly functionError: string | undefined;
}

export type PermissionStatement = Readonly<Record<string, unknown>>;

/** A version of a layer: what it was published with does not change. */
export interface LayerVersion {
  readonly name: string;
  readonly arn: string;
  /** The account that published it. */
  readonly accountId: string;
  readonly code: Uint8Array;
  readonly codeSha256: string;
  /** As it is shown, without the address of its code. */
  readonly described: PublishLayerVersionResponse;
  /** Statements of its resource policy by their ids. */
  readonly statements: Map<string, PermissionStatement>;
}

/** Lambda in one Region. */
export interface LambdaState {
  readonly functions: Map<string, LambdaFunction>;
  /** Layer versions by their ARNs: the account's, and those of other accounts that it has to do with. */
  readonly layers: Map<string, LayerVersion>;
}

/** Of a function that nobody wrote a script for. */
export const UNSCRIPTED: ScriptedAnswer = {
  payload: JSON.stringify({
    errorMessage: 'the simulated account runs no code',
    errorType: 'Simulated.NotScripted',
  }),
  functionError: 'Unhandled',
};

interface NewFunction {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly code: Uint8Array;
  readonly configuration: FunctionConfiguration;
}

export function newFunction({
  name,
  region,
  accountId,
  now,
  code,
  configuration,
}: NewFunction): LambdaFunction {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return {
    name,
    arn,
    tags: new Map(),
    versions: new Map(),
    statements: new Map(),
    configuration: changed(
      {
        Timeout: 3,
        MemorySize: 128,
        PackageType: 'Zip',
        Architectures: ['x86_64'],
        State: 'Active',
        LastUpdateStatus: 'Successful',
        EphemeralStorage: { Size: 512 },
        SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
        TracingConfig: { Mode: 'PassThrough' },
        ...configuration,
        FunctionName: name,
        FunctionArn: arn,
        Version: '$LATEST',
        ...codeFacts(code),
      },
      now,
    ),
    codes: new Map([[codeFacts(code).CodeSha256, code]]),
    nextVersion: 1,
    reservedConcurrency: undefined,
    url: undefined,
    answer: UNSCRIPTED,
  };
}

interface NewLayerVersion {
  readonly name: string;
  readonly version: number;
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly code: Uint8Array;
  readonly described?: PublishLayerVersionResponse;
}

export function newLayerVersion({
  name,
  version,
  region,
  accountId,
  now,
  code,
  described,
}: NewLayerVersion): LayerVersion {
  const layer = `arn:aws:lambda:${region}:${accountId}:layer:${name}`;
  const arn = `${layer}:${version}`;
  const facts = codeFacts(code);
  return {
    name,
    arn,
    accountId,
    code,
    codeSha256: facts.CodeSha256,
    described: {
      ...described,
      LayerArn: layer,
      LayerVersionArn: arn,
      Version: version,
      CreatedDate: lambdaTime(now),
      Content: facts,
    },
    statements: new Map(),
  };
}

/** Puts new code into a function. */
export function replaceCode(own: LambdaFunction, code: Uint8Array, now: number): void {
  const facts = codeFacts(code);
  own.codes.set(facts.CodeSha256, code);
  own.configuration = changed({ ...own.configuration, ...facts }, now);
}

/** Changes a function's configuration: what is given replaces what was there. */
export function reconfigure(own: LambdaFunction, changes: FunctionConfiguration, now: number): void {
  own.configuration = changed({ ...own.configuration, ...changes }, now);
}

function codeFacts(code: Uint8Array): { readonly CodeSize: number; readonly CodeSha256: string } {
  return { CodeSize: code.length, CodeSha256: Buffer.from(sha256(code), 'hex').toString('base64') };
}

/** `2026-01-15T09:49:00.000+0000`. */
function lambdaTime(now: number): string {
  return new Date(now).toISOString().replace('Z', '+0000');
}

/** The revision follows from what is there, so that no two of them have one. */
function changed(configuration: FunctionConfiguration, now: number): FunctionConfiguration {
  const dated = { ...configuration, LastModified: lambdaTime(now) };
  const revision = sha256(JSON.stringify({ ...dated, RevisionId: undefined }));
  return {
    ...dated,
    RevisionId: revision.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
  };
}
