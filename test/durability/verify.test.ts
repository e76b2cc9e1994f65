import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { batchesOf, holdCase, readEntries } from '../../src/case/case-folder.ts';
import { readManifest } from '../../src/case/evidence-store.ts';
import { entryHash } from '../../src/case/journal.ts';
import { verifyCase } from '../../src/case/verify.ts';
import type { JournalEntry } from '../../src/model/case-event.ts';
import { heptad, resumeArguments, runArguments } from '../support/durable-case.ts';
import { writeDurableLogs } from '../support/durable-logs.ts';
import { tamper, type Tampered, tamperings } from '../support/tampering.ts';

const SEED = Number(process.env['HEPTAD_TEST_SEED'] ?? 20_260_115);
const RUNS = 1000;
const ADA = { human: 'Ada Byron', identity: null };

let root = '';
let folder = '';
let head = '';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'heptad-verify-'));
  folder = join(root, 'case');
  writeDurableLogs(join(root, 'logs'), { large: false });
  expect(await heptad(runArguments(folder, join(root, 'logs')))).toMatchObject({ code: 0 });
  await addObject();
  appendFileSync(join(folder, 'journal.jsonl'), '{"at":"2026-01-15T10:00:00.000Z","by":');
  expect(await heptad(resumeArguments(folder))).toMatchObject({ code: 0 });
  expect(await heptad(['note', folder, 'a text with \uFFFD in it, and an é'])).toMatchObject({ code: 0 });
  head = verifyCase(folder, null).head;
  expect(verifyCase(folder, head)).toMatchObject({ ok: true, faults: [] });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('verify', () => {
  it(
    `catches every change to journal and evidence and names its place (seed ${SEED})`,
    { timeout: 300_000 },
    () => {
      const files = filesOf(folder);
      expect(files.map((file) => file.replace(/\/[^/]*$/, ''))).toEqual(
        expect.arrayContaining([
          'journal.jsonl',
          'evidence/packs',
          'evidence/objects',
          'evidence/manifests',
          'set-aside',
        ]),
      );
      let done = 0;
      fc.assert(
        fc.property(tamperings(files), (tampering) => {
          const places = placesOf();
          const tampered = tamper(folder, tampering);
          if (tampered === null) return;
          done += 1;
          try {
            const found = verifyCase(folder, head);
            expect(found.ok).toBe(false);
            expect(found.faults[0]?.place).toSatisfy((place: string) => isNamed(place, tampered, places));
          } finally {
            tampered.restore();
          }
        }),
        { seed: SEED, numRuns: RUNS },
      );
      expect(done).toBeGreaterThan(RUNS * 0.85);
      expect(verifyCase(folder, head).ok).toBe(true);
    },
  );

  it('tells a journal that lost its last entries only from the head kept elsewhere', () => {
    const entries = readEntries(folder);
    const path = join(folder, 'journal.jsonl');
    const whole = readFileSync(path);
    const lines = whole.toString().split('\n').slice(0, -1);
    for (let kept = 1; kept < lines.length; kept += 1) {
      truncateSync(path, Buffer.byteLength(`${lines.slice(0, kept).join('\n')}\n`));
      expect(verifyCase(folder, head).faults.at(-1)).toMatchObject({ place: 'journal.jsonl' });
      const lost = entries.slice(kept).some(({ kind }) => kind === 'evidence-stored' || kind === 'set-aside');
      expect(verifyCase(folder, null).ok).toBe(!lost);
      writeFileSync(path, whole);
    }
  });

  it('tells a chain that was written anew by the head kept elsewhere, whichever entry was changed', () => {
    const path = join(folder, 'journal.jsonl');
    const whole = readFileSync(path);
    const entries = readEntries(folder);
    for (const changed of entries) {
      const anew = writtenAnew(entries, changed.seq);
      writeFileSync(path, anew.map((entry) => `${canonicalJson(entry)}\n`).join(''));
      expect(verifyCase(folder, null), `entry ${changed.seq}`).toMatchObject({ ok: true });
      expect(verifyCase(folder, head).faults).toMatchObject([
        { place: 'journal.jsonl', problem: expect.stringContaining(head) as string },
      ]);
    }
    writeFileSync(path, whole);
  });

  it('accepts the head of any earlier time', () => {
    for (const { hash } of readEntries(folder)) expect(verifyCase(folder, hash).ok).toBe(true);
  });

  it('sees bytes that are read as the same text', () => {
    const path = join(folder, 'journal.jsonl');
    const whole = readFileSync(path);
    const at = whole.indexOf(Buffer.from('\uFFFD'));
    writeFileSync(path, Buffer.concat([whole.subarray(0, at), Buffer.from([0xff]), whole.subarray(at + 3)]));
    expect(verifyCase(folder, null).faults).toMatchObject([
      { place: `journal.jsonl line ${readEntries(folder).length}` },
    ]);
    writeFileSync(path, whole);
  });
});

/** A torn line, from the crash to the entry that tells of it. */
describe('a torn last line of the journal', () => {
  it('fails verify until resume set it aside and journaled that', async () => {
    const torn = '{"at":"2026-01-15T11:00:00.000Z","by":{"human":"Ada';
    const lines = readEntries(folder).length;
    appendFileSync(join(folder, 'journal.jsonl'), torn);
    const verified = await heptad(['verify', folder]);
    expect(verified).toMatchObject({
      code: 4,
      stdout: expect.stringContaining(`journal.jsonl line ${lines + 1}`) as string,
    });
    expect(await heptad(['status', folder])).toMatchObject({ code: 0 });
    expect(await heptad(['verify', folder])).toMatchObject({ code: 4 });
    expect(await heptad(resumeArguments(folder))).toMatchObject({ code: 0 });
    expect(await heptad(['verify', folder, '--head', head])).toMatchObject({ code: 0 });
    const told = readEntries(folder).findLast((entry) => entry.kind === 'set-aside');
    expect(told).toMatchObject({
      data: { bytes: torn.length, what: expect.stringContaining('journal') as string },
    });
    expect(readFileSync(join(folder, 'set-aside', told?.data.file ?? ''), 'utf8')).toBe(torn);
  });
});

/** Brings in a file large enough for a place of its own. */
async function addObject(): Promise<void> {
  const store = await holdCase(folder, { by: ADA, clock: { now: () => '2026-01-15T12:00:00.000Z' } });
  const writer = store.openEvidence('local-files', ADA);
  await writer.addStream({ source: 'large.bin', modified: null }, pieces());
  await writer.commit();
  await store.close();
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let piece = 0; piece < 9; piece += 1) yield Buffer.alloc(7000, piece);
}

function filesOf(place: string): readonly string[] {
  const found = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const names = found.map((entry) => relative(place, join(entry.parentPath, entry.name)));
  return names.filter((name) => name === 'journal.jsonl' || /^(evidence|set-aside)\//.test(name)).toSorted();
}

/** Where lines of the journal and pieces in packs begin and end, before anything was changed. */
interface Places {
  readonly lineEnds: readonly number[];
  readonly pieces: readonly {
    readonly place: string;
    readonly file: string;
    readonly from: number;
    readonly to: number;
  }[];
}

let original: Places | null = null;

function placesOf(): Places {
  if (original !== null) return original;
  const journal = readFileSync(join(folder, 'journal.jsonl'));
  const lineEnds = [...journal.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at] : []));
  const records = batchesOf(readEntries(folder)).flatMap(({ manifest }) => readManifest(folder, manifest));
  const inPacks = records.flatMap(({ storage, size }) => {
    if (storage.in !== 'pack') return [];
    const file = `evidence/packs/${storage.pack}`;
    return [
      { place: `${file} byte ${storage.offset}`, file, from: storage.offset, to: storage.offset + size },
    ];
  });
  original = { lineEnds, pieces: inPacks };
  return original;
}

/** Whether the place is the very line of the journal, the very piece of a pack, or else the very file. */
function isNamed(place: string, { files, offset }: Tampered, { lineEnds, pieces: known }: Places): boolean {
  const [file = ''] = files;
  if (offset === null || files.length > 1)
    return files.some((name) => place === name || place.startsWith(`${name} byte `));
  if (file === 'journal.jsonl') {
    const line = lineEnds.filter((end) => end < offset).length + 1;
    return (
      place === `journal.jsonl line ${line}` || (place === 'journal.jsonl' && lineEnds.includes(offset - 1))
    );
  }
  if (!file.startsWith('evidence/packs/')) return place === file;
  const piece = known.find(({ file: pack, from, to }) => pack === file && from <= offset && offset < to);
  return place === piece?.place || (/^evidence\/packs\/\S+ byte \d+$/.test(place) && place.startsWith(file));
}

function writtenAnew(entries: readonly JournalEntry[], seq: number): readonly JournalEntry[] {
  const anew: JournalEntry[] = [];
  for (const entry of entries) {
    const { hash, ...rest } = entry;
    const prev = anew.at(-1)?.hash ?? rest.prev;
    const next = {
      ...rest,
      prev,
      ...(entry.seq === seq ? { by: { human: 'Mallory', identity: null } } : {}),
    };
    anew.push({ ...next, hash: prev === rest.prev && entry.seq !== seq ? hash : entryHash(next) });
  }
  return anew;
}
