import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { flushFolder, publishFile, writeDurably } from '../base/durable-file.ts';
import { UserError } from '../base/errors.ts';
import type { LakeSummary } from '../ports/lake.ts';
import type { PartTable } from './flat-tables.ts';

/** One Parquet file of the lake. `settled` parts are derived from the others and replaced as a whole. */
export interface Part {
  readonly table: PartTable;
  readonly file: string;
  readonly settled: boolean;
}

/** Of the parts' columns and of the manifest; a lake of another version is made again. */
const VERSION = 2;

interface Manifest {
  readonly version: typeof VERSION;
  readonly next: number;
  readonly parts: readonly Part[];
  readonly summary: LakeSummary | null;
}

/** A part that is written but not yet listed. */
export interface WrittenPart {
  readonly table: PartTable;
  readonly temporary: string;
}

const MANIFEST = 'manifest.json';

/**
 * The list of the lake's parts, in a manifest that is replaced atomically: readers open listed files only, so that a
 * crash leaves no half table. Files that are not listed are leftovers and go when the lake is opened for writing.
 */
export class Parts {
  readonly folder: string;
  #manifest: Manifest;
  #nextNumber: number;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#manifest = readManifest(join(folder, MANIFEST));
    this.#nextNumber = this.#manifest.next;
  }

  get summary(): LakeSummary | null {
    return this.#manifest.summary;
  }

  paths(table: PartTable): readonly string[] {
    return this.#manifest.parts
      .filter((part) => part.table === table)
      .map((part) => join(this.folder, part.file));
  }

  /** Every listed file that the engine reads. */
  all(): readonly string[] {
    return this.#manifest.parts
      .filter(({ table }) => table !== 'sealed_content')
      .map((part) => join(this.folder, part.file));
  }

  temporary(): string {
    return join(this.folder, `.writing-${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  }

  /** Lists written parts, all at once. What was summed up before no longer holds. */
  async publish(written: readonly WrittenPart[]): Promise<void> {
    await this.#list(written, false);
  }

  /** Replaces the derived parts. */
  async settle(written: readonly WrittenPart[]): Promise<void> {
    await this.#list(written, true);
  }

  /** Keeps what the settled parts amount to. */
  summarise(summary: LakeSummary): void {
    this.#manifest = { ...this.#manifest, summary };
    writeDurably(join(this.folder, MANIFEST), JSON.stringify(this.#manifest));
  }

  sweep(): void {
    const listed = new Set([MANIFEST, ...this.#manifest.parts.map((part) => part.file)]);
    for (const name of readdirSync(this.folder)) {
      if (!listed.has(name)) rmSync(join(this.folder, name), { recursive: true, force: true });
    }
  }

  async #list(written: readonly WrittenPart[], settled: boolean): Promise<void> {
    const added = written.map(({ table, temporary }) => ({ temporary, part: this.#named(table, settled) }));
    await Promise.all(
      added.map(({ temporary, part }) => publishFile(temporary, join(this.folder, part.file))),
    );
    flushFolder(this.folder);
    // Read only now: another lane may have listed its parts while this one was flushing.
    const before = this.#manifest.parts;
    const kept = settled ? before.filter((part) => !part.settled) : before;
    this.#manifest = {
      version: VERSION,
      next: this.#nextNumber,
      parts: [...kept, ...added.map(({ part }) => part)],
      summary: null,
    };
    writeDurably(join(this.folder, MANIFEST), JSON.stringify(this.#manifest));
  }

  #named(table: PartTable, settled: boolean): Part {
    const ending = table === 'sealed_content' ? 'age' : 'parquet';
    const number = String(this.#nextNumber++).padStart(6, '0');
    return { table, file: `${table.replaceAll('_', '-')}-${number}.${ending}`, settled };
  }
}

function readManifest(path: string): Manifest {
  if (!existsSync(path)) return { version: VERSION, next: 1, parts: [], summary: null };
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  if (manifest.version !== VERSION) {
    throw new UserError('the lake was made by another version of heptad', {
      why: `its manifest is of version ${String(manifest.version)}`,
      fix: 'remove the folder lake/ of the case: it is derived, and resume makes it again from the evidence',
    });
  }
  return manifest;
}
