import { listed, nearest } from '../base/text.ts';
import type { Diagnostic } from '../documents/diagnostic.ts';
import type { Path, SourceDocument } from '../documents/source-document.ts';

/** `parts` names what is not there. */
export function unknownPart(own: SourceDocument, path: Path, name: string): Diagnostic {
  return {
    file: own.file,
    ...own.at(path),
    what: `there is no part '${name}'`,
    why: 'a part is a file playbooks/parts/NAME.yaml or a playbook playbooks/NAME, beside this playbook or among those that come with heptad',
    fix: 'write the file, or name one that is there',
    rule: 'unknown-part',
  };
}

/** `use` names what `parts` does not bring. */
export function notUsable(
  own: SourceDocument,
  path: Path,
  { use, known }: { readonly use: string; readonly known: readonly string[] },
): Diagnostic {
  const close = nearest(use, known);
  return {
    file: own.file,
    ...own.at(path),
    what: `'${use}' is nothing that can be used here`,
    why: use.includes('/')
      ? `the part has nothing of that name in this kind of list`
      : `'use' names a part of 'parts' (here ${known.length === 0 ? 'none' : listed(known)}), or PART/ID; of a playbook only PLAYBOOK/ID`,
    fix: close === undefined ? 'name a step or a question of a part' : `write '${close}'`,
    rule: 'unknown-part',
  };
}
