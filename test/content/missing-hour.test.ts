import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { exampleLogs } from '../../src/simulator/scenarios/example-logs.ts';
import { runProgram } from '../support/program.ts';

const REAL = fileURLToPath(new URL('../../../shared/data/invictus-aws_dataset', import.meta.url));
const HOUR = 3_600_000;

interface Timed {
  readonly eventTime?: string;
}

let place = '';
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'heptad-hour-'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Events of the synthetic story: many an hour, so that a silence is told from a quiet time. */
function storyEvents(): readonly Timed[] {
  const files = exampleLogs({
    seed: 'hour',
    start: new Date('2026-01-15T09:00:00Z'),
    backgroundEvents: 4000,
  });
  return [...files]
    .filter(({ path }) => path.includes('/CloudTrail/'))
    .flatMap(({ bytes }) => recordsOf(gunzipSync(bytes).toString()));
}

function realEvents(): readonly Timed[] {
  return readdirSync(REAL, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .flatMap((entry) => recordsOf(readFileSync(join(entry.parentPath, entry.name), 'utf8')));
}

function recordsOf(text: string): readonly Timed[] {
  return (JSON.parse(text) as { readonly Records?: readonly Timed[] }).Records ?? [];
}

/** Takes the hour in the middle out, and gives it: of logs that span less than two hours, the middle half. */
function withoutMiddle(
  events: readonly Timed[],
  folder: string,
): { readonly from: number; readonly to: number } {
  const times = events.map(({ eventTime }) => Date.parse(eventTime ?? '')).toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const length = Math.min(HOUR, (last - first) / 2);
  const from = (first + last - length) / 2;
  const to = from + length;
  const left = events.filter(({ eventTime }) => {
    const at = Date.parse(eventTime ?? '');
    return at < from || at > to;
  });
  expect(left.length).toBeLessThan(events.length);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'events.json'), JSON.stringify({ Records: left }));
  return { from, to };
}

/** Walks the playbook over the logs and gives the report, in every format. */
function walked(name: string, logs: string): { readonly report: Report; readonly texts: readonly string[] } {
  const answers = join(place, 'answers.yaml');
  writeFileSync(answers, 'default: unknown-and-decline\n');
  const heptad = (...args: readonly string[]) => {
    const { exit, stdout, stderr } = runProgram(args, { cwd: place });
    expect({ exit, stderr: exit === 0 ? '' : stderr }).toEqual({ exit: 0, stderr: '' });
    return { stdout, stderr };
  };
  const walk = heptad('run', 'genai-workload', '--logs', logs, '--case', name, '--answers', answers);
  const [html, md, json] = ['html', 'md', 'json'].map(
    (format) => heptad('report', name, '--format', format).stdout,
  );
  return { report: JSON.parse(json ?? '') as Report, texts: [walk.stderr, html ?? '', md ?? '', json ?? ''] };
}

describe.each([
  { name: 'the story', events: storyEvents, there: true },
  { name: 'invictus-aws_dataset', events: realEvents, there: existsSync(REAL) },
])('$name with the hour in the middle taken out', ({ name, events, there }) => {
  it('never says of that hour that nothing was found in it', { timeout: 300_000 }, ({ skip }) => {
    skip(!there, '../shared/data/invictus-aws_dataset is not at hand');
    const folder = join(place, `logs-${name.replaceAll(' ', '-')}`);
    const { from, to } = withoutMiddle(events(), folder);
    const { report, texts } = walked(`case-${name.replaceAll(' ', '-')}`, folder);
    const steps = report.elements.flatMap((element) => element.steps);
    const silent = steps.filter(({ text }) => text.startsWith('none found'));
    expect(silent.length).toBeGreaterThan(0);
    for (const { coverage, text, id } of silent) {
      expect([id, text]).not.toEqual([id, 'none found']);
      const claimed = coverage.stretches.filter(
        (stretch) => Date.parse(stretch.from) <= from && Date.parse(stretch.to) >= to,
      );
      expect([id, claimed]).toEqual([id, []]);
    }
    // Nor does any output say it without saying where it was looked.
    for (const text of texts) expect(text).not.toMatch(/none found(?! in [\d,]+ event)/i);
  });
});
