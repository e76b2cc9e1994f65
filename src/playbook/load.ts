import type { Diagnostic } from '../documents/diagnostic.ts';
import { inOrder } from '../documents/diagnostic.ts';
import { loadDocument } from '../documents/load-document.ts';
import { validate } from '../documents/validate.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Composition } from './compose.ts';
import { compose } from './compose.ts';
import type { ReadPart } from './load-parts.ts';
import { placeParts } from './place-parts.ts';
import { playbookSchema } from './playbook-schema.ts';
import { readPlaybook } from './read-playbook.ts';
import { RUN_RULES } from './rules.ts';
import type { Draft } from './run-rules.ts';
import { runRules } from './run-rules.ts';

/** The text of a playbook and the name diagnostics call it by. */
export interface PlaybookSource {
  readonly file: string;
  readonly text: string;
  /** Finds the parts it names; without it there are none. */
  readonly readPart?: ReadPart;
}

type Faults = { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export type LoadedPlaybook = ({ readonly ok: true; readonly playbook: Playbook } & Composition) | Faults;

/**
 * Reads a playbook to run it: it fits the schema, and the rules hold without which a walk would break or do harm
 * (`RUN_RULES`). Needs no database and no data set. `checkPlaybook` runs all rules, for its author.
 */
export function loadPlaybook(source: PlaybookSource): LoadedPlaybook {
  const draft = loadDraft(source);
  if (!draft.ok) return draft;
  const { playbook, document, shapeFaults, borrowed, files } = draft;
  const context = {
    ...placeParts(playbook),
    playbook,
    document,
    knownActions: [],
    knownRules: null,
    sql: new Map(),
    reads: new Map(),
  };
  const diagnostics = runRules(RUN_RULES, context, shapeFaults);
  return diagnostics.length === 0
    ? { ok: true, playbook, document, borrowed, files }
    : { ok: false, diagnostics };
}

/** Reads a playbook as far as it goes, its parts put in their places, and checks it against the schema. */
export function loadDraft(source: PlaybookSource): (Draft & Composition & { readonly ok: true }) | Faults {
  const loaded = loadDocument(source.file, source.text);
  if (!loaded.ok) return { ok: false, diagnostics: inOrder(loaded.diagnostics) };
  const composed = compose(loaded.document, source.readPart ?? (() => null));
  if (!composed.ok) return { ok: false, diagnostics: inOrder(composed.diagnostics) };
  const { document } = composed;
  return { ...composed, playbook: readPlaybook(document), shapeFaults: validate(document, playbookSchema()) };
}
