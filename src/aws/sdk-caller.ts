import { Readable } from 'node:stream';
import type { JsonObject } from '../base/json.ts';
import { type CloudAnswer, type CloudCall, callName } from '../model/cloud-call.ts';
import type { CallOptions, OnCall } from '../ports/cloud.ts';
import { commandOf, hasClient, loadClient, type SdkClient, type SdkModule } from './clients.ts';
import { CloudError } from '../model/cloud-error.ts';
import { cloudErrorOf } from './fault-of.ts';
import { fromSdk, toSdk } from './json-values.ts';
import { type Pacer, QUOTAS } from './pacer.ts';
import { fetchSigned } from './signed-address.ts';
import { type WireAnswer, wireWatch } from './wire-watch.ts';

/** What every client of a case is made with. */
export interface SdkSettings {
  /** The SDK's own credentials, or its provider of them. */
  readonly credentials: unknown;
  /** Left out, the SDK finds it by its own rules (environment, profile). */
  readonly endpoint: string | null;
  /** Of the shared configuration files; null = the SDK's own choice. */
  readonly profile: string | null;
  /** Goes into every call's user agent: the case's random token (DESIGN promise 11). */
  readonly token: string;
  readonly pacer: Pacer;
  /** The time a call was made, ISO 8601 UTC. */
  readonly now: () => string;
  readonly onCall: OnCall;
  /** For tests: carries requests without a socket. */
  readonly requestHandler?: unknown;
  /** How often a call is tried before it is given up, where not as usual. */
  readonly attempts?: number;
}

/** An answer, and what went over the wire for it. */
export interface Answered {
  readonly answer: CloudAnswer;
  readonly wire: WireAnswer;
}

const ATTEMPTS = 4;
/** A connection that is silent for so long is given up, and the call is tried again: no answer may hang a case. */
const PATIENCE = { connectionTimeout: 10_000, socketTimeout: 60_000 } as const;

interface Sent {
  readonly answered: Answered;
  /** As the client gave it, with the addresses that are told to nobody. */
  readonly output: object;
  readonly client: SdkClient;
}

interface Following {
  readonly output: object;
  readonly follow: readonly string[];
  readonly client: SdkClient;
  readonly host: string;
  readonly tries: number;
}

interface Made {
  readonly sdk: SdkModule;
  readonly client: SdkClient;
}

/** Makes calls by name with the SDK's clients, one for each service and Region, made when first needed. */
export class SdkCaller {
  readonly #settings: SdkSettings;
  readonly #clients = new Map<string, Made>();

  constructor(settings: SdkSettings) {
    this.#settings = settings;
  }

  /** @throws CloudError */
  async call(call: CloudCall, options: CallOptions = {}): Promise<Answered> {
    const { attempts = ATTEMPTS } = this.#settings;
    const { body, once = false, follow } = options;
    const inPieces = body !== undefined && !(body.content instanceof Uint8Array);
    const tries = once || inPieces ? 1 : attempts;
    const { answered, output, client } = await this.#send(call, { ...options, tries });
    if (follow === undefined) return answered;
    const raw = await this.#fetched(call, { output, follow, client, host: answered.wire.host, tries });
    return { ...answered, answer: { ...answered.answer, raw } };
  }

  async #send(
    call: CloudCall,
    { raw = false, signal, body, tries }: CallOptions & { readonly tries: number },
  ): Promise<Sent> {
    if (!hasClient(call.service)) throw withoutClient(call);
    const { sdk, client } = await this.#client(call, tries);
    const command = commandFor(sdk, call, body);
    const { seen, middleware } = wireWatch(raw);
    command.middlewareStack.add(middleware, {
      step: 'deserialize',
      name: 'heptadWireWatch',
      priority: 'low',
    });
    const quota = QUOTAS[callName(call)];
    if (quota !== undefined) {
      const { pacer } = this.#settings;
      const turn = (): Promise<void> => pacer.turn(`${callName(call)} ${call.region}`, quota);
      command.middlewareStack.add(inTurn(turn), ATTEMPT);
    }
    try {
      const output = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
      const metadata = Reflect.get(output, '$metadata') as { readonly requestId?: string } | undefined;
      const requestId = metadata?.requestId ?? null;
      this.#made(call, requestId, null);
      const json = (await fromSdk(output)) as JsonObject;
      return {
        answered: { answer: { output: json, requestId, raw: seen.body }, wire: seen },
        output,
        client,
      };
    } catch (error) {
      const fault = cloudErrorOf(call, error);
      this.#made(call, fault.fault.requestId, fault.fault.code);
      throw fault;
    }
  }

  /** The call itself went through: what fails here is no call of the account. */
  async #fetched(call: CloudCall, { output, follow, client, host, tries }: Following): Promise<Uint8Array> {
    const handler = client.config.requestHandler;
    const userAgent = `heptad/${this.#settings.token}`;
    try {
      return await fetchSigned(output, follow, { handler, host, userAgent, attempts: tries });
    } catch (error) {
      throw cloudErrorOf(call, error);
    }
  }

  close(): void {
    for (const { client } of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  #made({ service, operation, region }: CloudCall, requestId: string | null, error: string | null): void {
    this.#settings.onCall({ service, operation, region, requestId, at: this.#settings.now(), error });
  }

  async #client({ service, region }: CloudCall, attempts: number): Promise<Made> {
    const key = `${service} ${region} ${attempts}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const sdk = await loadClient(service);
    // Another call may have been faster while the module was loaded.
    const made = this.#clients.get(key) ?? {
      sdk,
      client: new sdk.Client({
        ...clientConfig(this.#settings, service, region),
        maxAttempts: attempts,
      }),
    };
    this.#clients.set(key, made);
    return made;
  }
}

/** Where a middleware runs once for every attempt. */
const ATTEMPT = { step: 'finalizeRequest', name: 'heptadPacer', priority: 'low' } as const;

type Handler = (args: unknown) => Promise<unknown>;

/** Every attempt waits for its turn: one that came at once after a refusal would take the next call's place. */
function inTurn(turn: () => Promise<void>): (next: Handler) => Handler {
  return (next) => async (args) => {
    await turn();
    return next(args);
  };
}

/** A playbook may name any service of AWS; a few have no client here. */
function withoutClient({ service, operation, region }: CloudCall): CloudError {
  return new CloudError('heptad was built without a client of this service', {
    service,
    operation,
    region,
    code: 'NoClient',
    requestId: null,
    retryable: false,
    missingPermission: null,
  });
}

interface BuiltCommand {
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
}

function commandFor(
  sdk: SdkModule,
  { operation, input }: CloudCall,
  body: CallOptions['body'],
): BuiltCommand {
  const Command = commandOf(sdk, operation);
  return new Command({ ...(toSdk(input) as object), ...uploaded(body) }) as BuiltCommand;
}

function uploaded(body: CallOptions['body']): object {
  if (body === undefined) return {};
  const { content, size } = body;
  return content instanceof Uint8Array
    ? { Body: content }
    : { Body: Readable.from(content, { objectMode: false }), ContentLength: size };
}

function clientConfig(settings: SdkSettings, service: string, region: string): object {
  const { credentials, endpoint, profile, token, requestHandler } = settings;
  const elsewhere = endpoint !== null;
  return {
    region,
    credentials,
    customUserAgent: [['heptad', token]],
    ...(profile === null ? {} : { profile }),
    ...(elsewhere ? { endpoint, disableHostPrefix: true } : {}),
    ...(service === 's3' ? { followRegionRedirects: !elsewhere, forcePathStyle: elsewhere } : {}),
    requestHandler: requestHandler ?? PATIENCE,
  };
}
