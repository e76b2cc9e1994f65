import { event } from './detect-in.ts';

/**
 * Traffic for the four alerts. Each caller is a case of its own: alerted with a known answer, or the same with one
 * thing short of a threshold. Seconds count from START, which is that of `event`.
 */

const START = Date.parse('2026-01-15T10:00:00Z');
const NIGHT = 12 * 3600;

/** A caller's ARN. */
export function arn(caller: string): string {
  return `arn:aws:iam::111122223333:user/${caller}`;
}

function time(second: number): string {
  return new Date(START + second * 1000).toISOString().replace('.000Z', 'Z');
}

interface Invocation {
  readonly requestId: string;
  readonly [member: string]: unknown;
}

/** An invocation record of a caller. */
function invocation(
  caller: string,
  second: number,
  given: { readonly prompt?: string; readonly tokens?: number; readonly isStopped?: boolean } = {},
): Invocation {
  const { prompt = 'A question', tokens = 10, isStopped = false } = given;
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: time(second),
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: `${caller}-${second}`,
    operation: 'Converse',
    modelId: 'example.model-v1:0',
    identity: { arn: arn(caller) },
    input: {
      inputContentType: 'application/json',
      inputTokenCount: tokens,
      inputBodyJson: { messages: [{ role: 'user', content: [{ text: prompt }] }] },
    },
    output: {
      outputContentType: 'application/json',
      outputTokenCount: 0,
      outputBodyJson: { stopReason: isStopped ? 'guardrail_intervened' : 'end_turn' },
    },
  };
}

/** Stopped calls at these seconds, with so many different prompts. */
function stopped(caller: string, seconds: readonly number[], prompts: number): readonly Invocation[] {
  return seconds.map((second, index) =>
    invocation(caller, second, { prompt: `attempt ${index % prompts}`, isStopped: true }),
  );
}

function every(step: number, count: number, from = 0): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index * step);
}

/** Calls of models a minute apart, the nth from the nth of so many addresses on the nth of so many models. */
function calls(
  caller: string,
  given: {
    readonly from: number;
    readonly addresses: number;
    readonly models: number;
    readonly step?: number;
  },
): readonly object[] {
  const { from, addresses, models, step = 60 } = given;
  return every(step, 5, from).map((second, index) =>
    event(
      `${caller}-${index}`,
      {
        ...by(caller),
        eventSource: 'bedrock.amazonaws.com',
        eventName: 'InvokeModel',
        sourceIPAddress: `203.0.113.${index % addresses}`,
        requestParameters: { modelId: `example.model-${index % models}` },
      },
      second,
    ),
  );
}

function by(caller: string): object {
  return { userIdentity: { type: 'IAMUser', arn: arn(caller), userName: caller, accountId: '111122223333' } };
}

function change(caller: string, name: string, second: number, more: object = {}): object {
  const eventSource = name.endsWith('Logging') ? 'cloudtrail.amazonaws.com' : 'bedrock.amazonaws.com';
  return event(`${caller}-${name}`, { ...by(caller), eventSource, eventName: name, ...more }, second);
}

function spent(caller: string, amounts: Readonly<Record<number, number>>): readonly Invocation[] {
  return Object.entries(amounts).map(([second, tokens]) => invocation(caller, Number(second), { tokens }));
}

export const BEDROCK: readonly Invocation[] = [
  // Campaign. 11 within 5 minutes to the second, 6 different; the 11th makes it.
  ...stopped('campaign', every(30, 11), 6),
  ...stopped('campaign-ten', every(30, 10), 6),
  ...stopped('campaign-five-prompts', every(30, 11), 5),
  // The last a second later than the window of the first.
  ...stopped('campaign-slow', [...every(30, 10), 301], 6),
  // 6 prompts until 10:05:00; then 11 calls of one prompt, whose last is 10 minutes later, and 10 minutes and a second.
  ...stopped('campaign-parts', every(60, 6), 6),
  ...stopped('campaign-parts', every(10, 11, 800), 1),
  ...stopped('campaign-apart', every(60, 6), 6),
  ...stopped('campaign-apart', every(10, 11, 801), 1),
  // Credentials: tokens as a signal.
  ...spent('moved-spender', { 600: 250_000, 660: 250_000 }),
  ...spent('moved-thrift', { 600: 250_000, 660: 249_999 }),
  ...spent('moved-late-spender', { 600: 250_000, 2401: 250_000 }),
  // Wallet. 500,000 in a quarter and more than 10,000,000 in an hour.
  ...spent('wallet', { 0: 4_750_000, 1800: 4_750_000, 3600: 500_001 }),
  ...spent('wallet-at-price', { 0: 4_750_000, 1800: 4_750_000, 3600: 500_000 }),
  ...spent('wallet-hour-and-second', { 0: 4_750_000, 1800: 4_750_000, 3601: 500_001 }),
  // The price is reached a quarter of an hour after the burst, and a second later.
  ...spent('wallet-after-burst', { 0: 9_999_999, 900: 2 }),
  ...spent('wallet-long-after-burst', { 0: 9_999_999, 901: 2 }),
];

export const CLOUDTRAIL: readonly object[] = [
  // 3 of 4: addresses, night, models. Of 5 calls the 3rd has the third address, the 5th the fifth model.
  ...calls('moved', { from: NIGHT, addresses: 3, models: 5 }),
  ...calls('moved-two-addresses', { from: NIGHT, addresses: 2, models: 5 }),
  ...calls('moved-four-models', { from: NIGHT, addresses: 3, models: 4 }),
  // The last one at 19:59:59 is no night.
  ...calls('moved-by-day', { from: 36_000 - 241, addresses: 3, models: 5 }),
  // The fifth comes half an hour after the first, and half an hour and 4 seconds.
  ...calls('moved-in-time', { from: NIGHT, addresses: 3, models: 5, step: 450 }),
  ...calls('moved-slowly', { from: NIGHT, addresses: 3, models: 5, step: 451 }),
  // By day, with tokens for the third signal.
  ...calls('moved-spender', { from: 300, addresses: 3, models: 5 }),
  ...calls('moved-thrift', { from: 300, addresses: 3, models: 5 }),
  ...calls('moved-late-spender', { from: 300, addresses: 3, models: 5 }),
  // Tampering: one signal is enough; two within five minutes are told as one.
  change('tamper', 'DeleteGuardrail', 0),
  change('tamper', 'StopLogging', 300),
  change('tamper-once', 'DeleteGuardrail', 0),
  change('tamper-filters', 'UpdateGuardrail', 0, {
    requestParameters: {
      guardrailIdentifier: 'gr1example',
      contentPolicyConfig: {
        filtersConfig: [{ type: 'HATE', inputStrength: 'NONE', outputStrength: 'NONE' }],
      },
    },
  }),
  change('tamper-refused', 'DeleteGuardrail', 0, { errorCode: 'AccessDenied' }),
  change('tamper-version', 'CreateGuardrailVersion', 0),
];
