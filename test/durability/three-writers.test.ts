import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '../../src/case/case-folder.ts';
import { verifyCase } from '../../src/case/verify.ts';
import { DIST } from '../support/built.ts';
import { heptad, resumeArguments, runArguments, startHeptad } from '../support/durable-case.ts';
import { writeDurableLogs } from '../support/durable-logs.ts';
import { seeded } from '../support/seeded.ts';

const SEED = Number(process.env['HEPTAD_TEST_SEED'] ?? Date.now() % 1_000_000);
const ROUNDS = 9;

let root = '';
const running = new Set<ChildProcess>();

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'heptad-three-writers-'));
});

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

describe('three processes that write to a case at once', () => {
  it(
    `lose nothing that was acknowledged, whichever is killed (seed ${SEED})`,
    { timeout: 300_000 },
    async () => {
      const random = seeded(SEED);
      const folder = join(root, 'case');
      writeDurableLogs(join(root, 'logs'), { large: false });
      expect(await heptad(runArguments(folder, join(root, 'logs')))).toMatchObject({ code: 0 });
      const acknowledged = new Set<string>();
      const noted = async (text: string): Promise<number> =>
        timed(async () => {
          if ((await heptad(['note', folder, text])).code === 0) acknowledged.add(text);
        });
      const usual = await noted('before all');
      for (let round = 0; round < ROUNDS; round += 1)
        await writeAndKill(folder, { round, after: usual * random() * 1.2 }, acknowledged);
      expect(await heptad(resumeArguments(folder))).toMatchObject({ code: 0 });
      const written = textsOf(folder);
      expect([...acknowledged].filter((text) => !written.includes(text))).toEqual([]);
      expect(written.filter((text, index) => written.indexOf(text) !== index)).toEqual([]);
      expect(acknowledged.size).toBeGreaterThan(ROUNDS * 5);
      expect(verifyCase(folder, null)).toMatchObject({ ok: true });
    },
  );

  it('take what came at the last moment in before they leave', { timeout: 120_000 }, async () => {
    const folder = join(root, 'late');
    writeDurableLogs(join(root, 'logs'), { large: false });
    expect(await heptad(runArguments(folder, join(root, 'logs')))).toMatchObject({ code: 0 });
    const texts = Array.from({ length: 8 }, (_, index) => `at once ${index}`);
    const ended = await Promise.all(texts.map((text) => heptad(['note', folder, text])));
    expect(ended.map(({ code }) => code)).toEqual(texts.map(() => 0));
    expect(textsOf(folder).toSorted()).toEqual(texts);
  });
});

describe('the lock of a dead holder', () => {
  it('is won by exactly one of those that want it', { timeout: 120_000 }, async () => {
    const contenders = await Promise.all([contender(), contender(), contender()]);
    const dead = await deadProcess();
    for (let round = 0; round < 300; round += 1) {
      const lock = join(root, `lock-${round}`);
      mkdirSync(lock);
      writeFileSync(
        join(lock, '00000001'),
        JSON.stringify({
          pid: dead,
          start: 'long ago',
          host: hostname(),
          human: 'Ada',
          since: '',
          released: false,
        }),
      );
      const answers = await Promise.all(contenders.map(({ ask }) => ask(`take ${lock}`)));
      expect(answers.toSorted(), `round ${round}`).toEqual(['held', 'held', 'won']);
    }
  });

  it('is never held by two', { timeout: 120_000 }, async () => {
    const contenders = await Promise.all([contender(), contender(), contender()]);
    mkdirSync(join(root, 'excluded'));
    const answers = await Promise.all(
      contenders.map(({ ask }) => ask(`exclude ${join(root, 'excluded', 'lock')} 60`)),
    );
    expect(answers).toEqual(['alone 60 times', 'alone 60 times', 'alone 60 times']);
  });
});

/** One round: a holder that writes, two notes and two log entries at once; in turn one of the three kinds is killed. */
async function writeAndKill(
  folder: string,
  { round, after }: { readonly round: number; readonly after: number },
  acknowledged: Set<string>,
): Promise<void> {
  const holder = started(
    spawn(
      process.execPath,
      [
        fileURLToPath(new URL('../support/hold-and-write.mjs', import.meta.url)),
        DIST,
        folder,
        `holder-${round}`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    ),
  );
  const lines: string[] = [];
  const reading = readLines(holder);
  reading.on('line', (line) => lines.push(line));
  const closed = once(reading, 'close');
  await once(reading, 'line');
  const others = ['note', 'log', 'note', 'log'].map((kind, index) => {
    const text = `${kind} ${round}.${index}`;
    return {
      kind,
      text,
      ...startHeptad(kind === 'note' ? ['note', folder, text] : ['log', folder, 'decision', text]),
    };
  });
  const victims =
    [
      [holder],
      others.filter(({ kind }) => kind === 'note').map(({ child }) => child),
      others.filter(({ kind }) => kind === 'log').map(({ child }) => child),
    ][round % 3] ?? [];
  const timer = setTimeout(() => victims.forEach((child) => child.kill('SIGKILL')), after);
  for (const { text, ended } of others) if ((await ended).code === 0) acknowledged.add(text);
  clearTimeout(timer);
  holder.kill('SIGKILL');
  await closed;
  for (const line of lines) if (line.startsWith('holder-')) acknowledged.add(line);
}

function textsOf(folder: string): readonly string[] {
  return readEntries(folder).flatMap((entry) =>
    entry.kind === 'note-added' || entry.kind === 'log-added' ? [entry.data.text] : [],
  );
}

interface Contender {
  readonly ask: (command: string) => Promise<string>;
}

async function contender(): Promise<Contender> {
  const child = started(
    spawn(process.execPath, [fileURLToPath(new URL('../support/contend.mjs', import.meta.url)), DIST], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const reading = readLines(child);
  const answer = async (): Promise<string> =>
    String((await once(reading, 'line', { signal: AbortSignal.timeout(60_000) }))[0]);
  const ready = answer();
  expect(await ready).toBe('ready');
  return {
    ask: (command) => {
      const answered = answer();
      child.stdin?.write(`${command}\n`);
      return answered;
    },
  };
}

function readLines(child: ChildProcess): Interface {
  if (child.stdout === null) throw new Error('the process has no output to read');
  return createInterface({ input: child.stdout });
}

function started(child: ChildProcess): ChildProcess {
  running.add(child);
  return child;
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
