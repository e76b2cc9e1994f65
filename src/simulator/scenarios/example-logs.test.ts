import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../base/json.ts';
import { DEFAULT_START, leakedCredential } from '../story/leaked-credential.ts';
import { EXAMPLE_OPTIONS, exampleLogs, type LogFile } from './example-logs.ts';

const options = { seed: 'logs', start: DEFAULT_START, backgroundEvents: 3000 };
const { moments } = leakedCredential(options);
const files = [...exampleLogs(options)];

describe('exampleLogs', () => {
  it('gives byte-identical files for the same seed, others for another', () => {
    expect([...exampleLogs(options)].map(print)).toEqual(files.map(print));
    expect([...exampleLogs({ ...options, seed: 'other' })].map(print)).not.toEqual(files.map(print));
  });

  it('says in plain words that nothing in it is real', () => {
    expect(files[0]?.path).toBe('README.txt');
    expect(Buffer.from(files[0]?.bytes ?? []).toString()).toContain('Synthetic logs, made by heptad.');
  });

  it('has every event of the story once, laid out by account, Region and day', () => {
    const trail = files.filter(({ path }) => path.includes('/CloudTrail/'));
    const ids = trail.flatMap((file) => recordsOf(file)).map(({ eventID }) => String(eventID));
    expect(ids.toSorted()).toEqual(moments.map(({ event }) => event.eventID).toSorted());
    for (const { path } of trail) {
      expect(path).toMatch(
        /^AWSLogs\/111122223333\/CloudTrail\/([a-z]+-[a-z]+-\d)\/2026\/01\/15\/111122223333_CloudTrail_\1_20260115T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/,
      );
    }
  });

  it('has the invocation records by hour, as lines, with large bodies beside them', () => {
    const invocations = files.filter(({ path }) => path.includes('/BedrockModelInvocationLogs/'));
    const side = invocations.filter(({ path }) => path.includes('/data/'));
    const lines = invocations.filter((file) => !side.includes(file)).flatMap(linesOf);
    expect(lines).toHaveLength(moments.filter(({ invocation }) => invocation !== undefined).length);
    expect(side).toHaveLength(1);
    const [offloaded] = side;
    const body = gunzipSync(offloaded?.bytes ?? new Uint8Array()).toString();
    expect(body.length).toBeGreaterThan(100_000);
    expect(lines.some((line) => line.includes(offloaded?.path ?? 'no path'))).toBe(true);
  });
});

describe('the bundled example', () => {
  it('has answers that start from the key which its logs have', () => {
    const answers = readFileSync(
      new URL('../../../examples/leaked-credential/answers.yaml', import.meta.url),
      'utf8',
    );
    const { key } = leakedCredential({ ...EXAMPLE_OPTIONS, backgroundEvents: 0 });
    expect(answers).toContain(`access_key: ${key.suspects.accessKeys[0]} `);
  });
});

function print({ path, bytes }: LogFile): string {
  return `${createHash('sha256').update(bytes).digest('hex')} ${path}`;
}

function recordsOf({ bytes }: LogFile): readonly Readonly<Record<string, unknown>>[] {
  const parsed: unknown = JSON.parse(gunzipSync(bytes).toString());
  return isObject(parsed) && Array.isArray(parsed['Records']) ? parsed['Records'].filter(isObject) : [];
}

function linesOf({ bytes }: LogFile): readonly string[] {
  return gunzipSync(bytes).toString().trimEnd().split('\n');
}
