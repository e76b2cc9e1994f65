import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../base/hashing.ts';
import { holdCase, readCase } from '../case/case-folder.ts';
import { copyPiece, evidencePieces, pieceMeant } from './evidence-pieces.ts';

const BY = { human: 'Ada Byron', identity: null };
const CLOCK = { now: () => '2026-01-15T09:00:00.000Z' };
const BYTES = Buffer.from([0x50, 0x4b, 0x00, 0xff, 0x0a]);

let root = '';
let folder = '';
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'heptad-pieces-'));
  folder = join(root, 'case');
  const store = await holdCase(folder, { by: BY, clock: CLOCK });
  for (const [source, bytes] of [
    ['a.zip', BYTES],
    ['b.json', Buffer.from('{}')],
    ['a.zip', Buffer.from('PK later')],
  ] as const) {
    const writer = store.openEvidence('local-files', BY);
    writer.add({ source: `logs/${source}`, modified: null }, bytes);
    await writer.commit();
  }
  await store.close();
});
afterEach(() => rmSync(root, { recursive: true }));

const piecesOf = (part?: string) => evidencePieces(readCase(folder), part);

describe('the pieces of evidence', () => {
  it('are told in the order they came, those with a text in their source', async () => {
    expect((await piecesOf()).map(({ source }) => source)).toEqual([
      'logs/a.zip',
      'logs/b.json',
      'logs/a.zip',
    ]);
    expect(await piecesOf('b.')).toEqual([
      {
        kept: CLOCK.now(),
        collector: 'local-files',
        source: 'logs/b.json',
        sha256: sha256('{}'),
        size: 2,
        modified: null,
        sealed: false,
      },
    ]);
  });

  it('are meant by hash, by the first digits of it, by source and by a part of it', async () => {
    const pieces = await piecesOf();
    const [first, second, third] = pieces;
    const hash = sha256(BYTES);
    for (const reference of [hash, hash.slice(0, 8), `${hash.slice(0, 12)}…`])
      expect(pieceMeant(pieces, reference)).toBe(first);
    expect(pieceMeant(pieces, 'logs/a.zip')).toBe(third);
    expect(pieceMeant(pieces, 'json')).toBe(second);
    expect(() => pieceMeant(pieces, 'a.zip')).toThrow(
      /a\.zip is in 2 pieces of evidence:\n {2}\w{12}… {2}logs/,
    );
    expect(() => pieceMeant(pieces, hash.slice(0, 7))).toThrow(/no evidence/);
  });
});

describe('a copy of a piece', () => {
  it('is it, byte for byte, in a folder that is made', async () => {
    const file = join(root, 'out/copy.zip');
    await copyPiece(folder, { sha256: sha256(BYTES) }, { file, opener: null });
    expect(readFileSync(file)).toEqual(BYTES);
  });

  it('is not made over a file that is there', async () => {
    const file = join(root, 'mine');
    writeFileSync(file, 'mine');
    await expect(copyPiece(folder, { sha256: sha256(BYTES) }, { file, opener: null })).rejects.toThrow(
      /is there already/,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('is not made of bytes that are not what they were', async () => {
    const packs = join(folder, 'evidence/packs');
    for (const name of readdirSync(packs)) {
      const path = join(packs, name);
      writeFileSync(
        path,
        readFileSync(path).map((byte) => byte ^ 1),
      );
    }
    const file = join(root, 'out/copy.zip');
    await expect(copyPiece(folder, { sha256: sha256(BYTES) }, { file, opener: null })).rejects.toMatchObject({
      exitCode: 4,
    });
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(join(root, 'out'))).toEqual([]);
  });
});
