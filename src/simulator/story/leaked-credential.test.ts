import { describe, expect, it } from 'vitest';
import { DEFAULT_START, leakedCredential } from './leaked-credential.ts';

const story = leakedCredential({ seed: 'story', start: DEFAULT_START, backgroundEvents: 6000 });
const { moments, key } = story;
const signals = new Set(key.events.flatMap((event) => event.signals));

describe('leakedCredential', () => {
  it('leaves at least six signals of every element', () => {
    const byElement = Object.fromEntries(
      ['A', 'I', 'M', 'D', 'V', 'P', 'G'].map((letter) => [letter, count(letter)]),
    );
    for (const found of Object.values(byElement)) expect(found).toBeGreaterThanOrEqual(6);
    expect(byElement).toMatchInlineSnapshot(`
      {
        "A": 10,
        "D": 6,
        "G": 8,
        "I": 7,
        "M": 6,
        "P": 8,
        "V": 10,
      }
    `);
  });

  it('keys events that are in the story', () => {
    const ids = new Set(moments.map((moment) => moment.event.eventID));
    expect(key.events.filter((event) => !ids.has(event.eventId))).toEqual([]);
  });

  it('has prompts before the log of prompts was removed and none after', () => {
    const ends = Date.parse(key.invocationLoggingEnds);
    const modelCalls = moments.filter(({ event }) => /^(InvokeModel|Converse)/.test(event.eventName));
    const after = modelCalls.filter(({ time }) => time >= ends);
    expect(after.length).toBeGreaterThan(500);
    expect(after.every((moment) => moment.invocation === undefined)).toBe(true);
    const before = modelCalls.filter(
      ({ time, event }) => time < ends && event.errorCode === undefined && event.awsRegion === 'us-east-1',
    );
    expect(before.every((moment) => moment.invocation !== undefined)).toBe(true);
    expect(before.length).toBeGreaterThan(30);
  });

  it('never shows the intruder where logging was never on', () => {
    const elsewhere = moments.filter(
      ({ invocation }) => invocation !== undefined && invocation.region !== 'us-east-1',
    );
    expect(elsewhere).toEqual([]);
  });

  it('sends mail by the role of the application, on behalf of Bedrock', () => {
    const mails = moments.filter(({ event }) => event.eventName === 'SendEmail').map(({ event }) => event);
    expect(mails.length).toBeGreaterThan(10);
    for (const mail of mails) {
      expect(mail).toMatchObject({
        sourceIPAddress: 'bedrock.amazonaws.com',
        userIdentity: { type: 'AssumedRole', invokedBy: 'bedrock.amazonaws.com' },
      });
    }
  });

  it('uses the leaked key as its owner does before the intruder comes', () => {
    const before = moments.filter(
      ({ event, time }) =>
        time < DEFAULT_START.getTime() && event.userIdentity['accessKeyId'] === key.suspects.accessKeys[0],
    );
    expect(before.length).toBeGreaterThan(0);
    expect(new Set(before.map(({ event }) => event.sourceIPAddress))).toEqual(new Set(['192.0.2.40']));
  });

  it('names only addresses, accounts and keys that documentation may use', () => {
    const text = JSON.stringify(moments);
    const addresses = new Set(text.match(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g));
    const foreign = [...addresses].filter(
      (address) =>
        !/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^0\.0\.0\.0$/.test(address) &&
        !text.includes(`/${address}`),
    );
    expect(foreign).toEqual([]);
    const accounts = new Set([...text.matchAll(/::?(\d{12})[:"]/g)].map((match) => match[1]));
    expect(accounts).toEqual(new Set(['111122223333', '444455556666']));
    const keys = text.match(/\b(AKIA|ASIA|AIDA|AROA|ACCA)[A-Z0-9]{8,}/g) ?? [];
    expect(keys.filter((id) => !id.endsWith('EXAMPLE'))).toEqual([]);
    expect(text).not.toContain('ABSK');
  });
});

function count(letter: string): number {
  return [...signals].filter((signal) => signal.startsWith(letter)).length;
}
