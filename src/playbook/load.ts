import type { Diagnostic } from '../documents/diagnostic.ts';
import { inOrder } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import type { SourceDocument } from '../documents/source-document.ts';
import type { ShapeFault } from '../documents/validate.ts';
import { validate } from '../documents/validate.ts';
import type { Playbook } from '../model/playbook.ts';
import { playbookSchema } from './playbook-schema.ts';
import { readPlaybook } from './read-playbook.ts';

/** The text of a playbook and the name diagnostics call it by. */
export interface PlaybookSource {
  readonly file: string;
  readonly text: string;
}

export type LoadedPlaybook =
  | { readonly ok: true; readonly playbook: Playbook; readonly document: SourceDocument }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a playbook and checks it against the schema: enough to run it. `checkPlaybook` judges it for its author. */
export function loadPlaybook(source: PlaybookSource): LoadedPlaybook {
  const draft = loadDraft(source);
  if (!draft.ok) return draft;
  const { playbook, document, shapeFaults } = draft;
  if (shapeFaults.length === 0) return { ok: true, playbook, document };
  return { ok: false, diagnostics: inOrder(shapeFaults.map(({ diagnostic }) => diagnostic)) };
}

export type Draft =
  | {
      readonly ok: true;
      readonly playbook: Playbook;
      readonly document: SourceDocument;
      readonly shapeFaults: readonly ShapeFault[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A playbook as far as it can be read, with what the schema says against it. */
export function loadDraft({ file, text }: PlaybookSource): Draft {
  const loaded = loadDocument(file, text);
  if (!loaded.ok) return { ok: false, diagnostics: inOrder(loaded.diagnostics) };
  const { document } = loaded;
  return { ok: true, playbook: readPlaybook(document), document, shapeFaults: validate(document, playbookSchema()) };
}
