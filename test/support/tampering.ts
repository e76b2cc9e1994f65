import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

/** A change somebody makes to a file of a case. Numbers choose a place in it, whatever its length. */
export type Tampering =
  | { readonly do: 'flip'; readonly file: string; readonly at: number; readonly bit: number }
  | { readonly do: 'truncate'; readonly file: string; readonly at: number }
  | { readonly do: 'insert'; readonly file: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly do: 'append'; readonly file: string; readonly bytes: Uint8Array }
  | { readonly do: 'delete'; readonly file: string }
  | { readonly do: 'delete-line' | 'repeat-line'; readonly file: string; readonly at: number }
  | { readonly do: 'swap-lines'; readonly file: string; readonly at: number; readonly with: number }
  | { readonly do: 'swap-files'; readonly file: string; readonly with: number }
  | { readonly do: 'add-file'; readonly file: string };

/** What a tampering came to: where its first changed byte is, and the files it touched; null when nothing changed. */
export interface Tampered {
  readonly files: readonly string[];
  readonly offset: number | null;
  readonly restore: () => void;
}

/** Every kind of tampering with any of the files. */
export function tamperings(files: readonly string[]): fc.Arbitrary<Tampering> {
  const file = fc.constantFrom(...files);
  const texts = fc.constantFrom(...files.filter((name) => name.endsWith('.jsonl')));
  const at = fc.nat(0x7fffffff);
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('flip' as const), file, at, bit: fc.nat(7) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('truncate' as const), file, at }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('insert' as const), file, at, bytes }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('append' as const), file, bytes }) },
    fc.record({ do: fc.constant('delete' as const), file }),
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constantFrom('delete-line' as const, 'repeat-line' as const),
        file: texts,
        at,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('swap-lines' as const), file: texts, at, with: at }),
    },
    fc.record({ do: fc.constant('swap-files' as const), file, with: at }),
    fc.record({ do: fc.constant('add-file' as const), file }),
  );
}

/** Does it, and gives the way back; null when it would change nothing. */
export function tamper(folder: string, tampering: Tampering): Tampered | null {
  const path = join(folder, tampering.file);
  if (tampering.do === 'swap-files') return swapFiles(folder, tampering.file, tampering.with);
  if (tampering.do === 'add-file') return addFile(folder, tampering.file);
  const before = readFileSync(path);
  const restore = (): void => writeFileSync(path, before);
  if (tampering.do === 'delete') {
    rmSync(path);
    return { files: [tampering.file], offset: null, restore };
  }
  const after = changed(before, tampering);
  if (after.equals(before)) return null;
  writeFileSync(path, after);
  return { files: [tampering.file], offset: firstChange(before, after), restore };
}

type Change = Exclude<Tampering, { readonly do: 'delete' | 'swap-files' | 'add-file' }>;

function changed(before: Buffer, tampering: Change): Buffer {
  switch (tampering.do) {
    case 'flip': {
      const after = Buffer.from(before);
      const at = tampering.at % before.length;
      after[at] = (after[at] ?? 0) ^ (1 << tampering.bit);
      return after;
    }
    case 'truncate':
      return before.subarray(0, tampering.at % before.length);
    case 'insert': {
      const at = tampering.at % before.length;
      return Buffer.concat([before.subarray(0, at), tampering.bytes, before.subarray(at)]);
    }
    case 'append':
      return Buffer.concat([before, tampering.bytes]);
    case 'delete-line':
      return ofLines(before, (lines) => lines.filter((_, index) => index !== tampering.at % lines.length));
    case 'repeat-line':
      return ofLines(before, (lines) =>
        lines.flatMap((line, index) => (index === tampering.at % lines.length ? [line, line] : [line])),
      );
    case 'swap-lines':
      return ofLines(before, (lines) =>
        swapped(lines, tampering.at % lines.length, tampering.with % lines.length),
      );
  }
}

function ofLines(before: Buffer, change: (lines: readonly string[]) => readonly string[]): Buffer {
  const lines = before.toString('latin1').split('\n').slice(0, -1);
  return Buffer.from(
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
    'latin1',
  );
}

function swapped(lines: readonly string[], a: number, b: number): readonly string[] {
  return lines.map((line, index) => (index === a ? lines[b] : index === b ? lines[a] : line) ?? '');
}

function firstChange(before: Buffer, after: Buffer): number {
  const at = before.findIndex((byte, index) => byte !== after[index]);
  return at === -1 ? before.length : at;
}

/** Two files of one folder change their names. */
function swapFiles(folder: string, file: string, choice: number): Tampered | null {
  if (!/^(evidence|set-aside)\//.test(file)) return null;
  const names = readdirSync(join(folder, dirname(file)));
  const other = join(dirname(file), names[choice % names.length] ?? '');
  if (other === file) return null;
  const exchange = (): void => {
    renameSync(join(folder, file), join(folder, 'exchanged'));
    renameSync(join(folder, other), join(folder, file));
    renameSync(join(folder, 'exchanged'), join(folder, other));
  };
  exchange();
  return { files: [file, other], offset: null, restore: exchange };
}

function addFile(folder: string, file: string): Tampered | null {
  if (!/^(evidence|set-aside)\//.test(file)) return null;
  const added = `${file}-copy`;
  copyFileSync(join(folder, file), join(folder, added));
  return { files: [added], offset: null, restore: () => rmSync(join(folder, added)) };
}
