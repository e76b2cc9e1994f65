import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';

/** What is wrong with a rule, why it matters, and how to mend it. */
export interface RuleFault {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** Gathers what is wrong with one document. */
export class RuleFaults {
  readonly found: Diagnostic[] = [];
  readonly #document: SourceDocument;

  constructor(document: SourceDocument) {
    this.#document = document;
  }

  /** @param offset a 0-based offset inside the text value at the path */
  add(path: Path, fault: RuleFault, offset?: number): void {
    const place = offset === undefined ? this.#document.at(path) : this.#document.within(path, offset);
    this.found.push({ file: this.#document.file, ...place, ...fault, rule: 'sigma' });
  }

  addAtKey(path: Path, fault: RuleFault): void {
    this.found.push({ file: this.#document.file, ...this.#document.keyAt(path), ...fault, rule: 'sigma' });
  }
}
