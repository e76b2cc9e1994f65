import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeDurably } from '../../base/durable-file.ts';
import { UserError } from '../../base/errors.ts';
import { formatDiagnostic } from '../../documents/diagnostic.ts';
import { loadDocument } from '../../documents/load-document.ts';
import { validate } from '../../documents/validate.ts';
import type { TrainingRecord } from '../../model/training-record.ts';
import { newRecord } from '../../training/record.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schemas/training-record.schema.json', import.meta.url), 'utf8'),
) as object;

/** The record of whoever learns on this machine: one file, wholly there or not at all. */
export class RecordFile {
  readonly path: string;
  #record: TrainingRecord;

  constructor(training: string, learner: string) {
    this.path = join(training, 'record.json');
    this.#record = existsSync(this.path) ? readRecord(this.path) : newRecord(learner);
  }

  get record(): TrainingRecord {
    return this.#record;
  }

  /** On disk before anything else happens. */
  change(next: (record: TrainingRecord) => TrainingRecord): void {
    this.#record = next(this.#record);
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeDurably(this.path, `${JSON.stringify(this.#record, null, 2)}\n`);
  }
}

/** @throws UserError when the file is not what heptad wrote */
function readRecord(path: string): TrainingRecord {
  const loaded = loadDocument(path, readFileSync(path, 'utf8'));
  const faults = loaded.ok
    ? validate(loaded.document, SCHEMA).map(({ diagnostic }) => diagnostic)
    : loaded.diagnostics;
  if (loaded.ok && faults.length === 0) return loaded.document.value as TrainingRecord;
  throw new UserError(`the record of lessons is damaged:\n${faults.map(formatDiagnostic).join('\n')}`, {
    why: 'somebody changed it, or it was written by another version',
    fix: `put a copy of it back, or move ${path} away to begin anew`,
  });
}
