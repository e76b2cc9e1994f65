import type {
  BlobPayloadInputTypes,
  StreamingBlobPayloadInputTypes,
  StreamingBlobPayloadOutputTypes,
} from '@smithy/types';

/**
 * A handler for every operation of an SDK client's module: each `XxxCommand` of it gives a slot
 * `Xxx(input, call)`, typed by that command. Streams are bytes on this side.
 */
export type Handlers<Module, Call> = {
  readonly [Key in keyof Module as OperationName<Key>]?: (
    input: InputOf<Module[Key]>,
    call: Call,
  ) => OutputOf<Module[Key]> | Promise<OutputOf<Module[Key]>>;
};

/** A handler whose operation is known by name only, as dispatch calls it. */
export type UntypedHandler<Call> = (input: unknown, call: Call) => unknown;

type OperationName<Key> = Key extends `${infer Name}Command` ? (Name extends '$' ? never : Name) : never;

type InputOf<Command> = Command extends abstract new (...args: never) => { readonly input: infer Input }
  ? BytesIn<Input>
  : never;

type OutputOf<Command> = Command extends abstract new (...args: never) => {
  resolveMiddleware(...args: never): (...args: never) => Promise<{ output: infer Output }>;
}
  ? BytesOut<Omit<Output, '$metadata'>>
  : never;

type BytesIn<Input> = {
  [Key in keyof Input]: Uint8Array extends NonNullable<Input[Key]>
    ? NonNullable<Input[Key]> extends StreamingBlobPayloadInputTypes | BlobPayloadInputTypes
      ? Uint8Array | undefined
      : Input[Key]
    : Input[Key];
};

type BytesOut<Output> = {
  [Key in keyof Output]: NonNullable<Output[Key]> extends StreamingBlobPayloadOutputTypes | Uint8Array
    ? Uint8Array | undefined
    : Output[Key];
};

/**
 * Typed handlers as dispatch calls them: by name, with an input that was read by the operation's own schema, which
 * is what makes this one assertion safe.
 */
export function untyped<Call>(handlers: object): Readonly<Record<string, UntypedHandler<Call> | undefined>> {
  return handlers as Readonly<Record<string, UntypedHandler<Call> | undefined>>;
}
