import type { Path, Place, SourceDocument } from '../documents/source-document.ts';

/** A value of a composed document that stands in some file: at `path` here, at `at` there. */
export interface Origin {
  readonly path: Path;
  readonly document: SourceDocument;
  readonly at: Path;
}

/**
 * A document put together from several files. Places lead back to the file a value was written in; its text is the
 * whole of it as JSON (which is YAML), so that its hash covers every part and a case can keep and read it alone.
 */
export function composedDocument(
  own: SourceDocument,
  value: unknown,
  origins: readonly Origin[],
): SourceDocument {
  const nearestFirst = origins.toSorted((a, b) => b.path.length - a.path.length);
  const placed = (path: Path, place: (document: SourceDocument, at: Path) => Place): Place => {
    const origin = nearestFirst.find((each) => each.path.every((part, index) => path[index] === part));
    if (origin === undefined) return place(own, path);
    const { document, at } = origin;
    return { ...place(document, [...at, ...path.slice(origin.path.length)]), file: document.file };
  };
  return {
    file: own.file,
    text: `${JSON.stringify(value, null, 1)}\n`,
    value,
    at: (path) => placed(path, (document, at) => document.at(at)),
    keyAt: (path) => placed(path, (document, at) => document.keyAt(at)),
    within: (path, offset) => placed(path, (document, at) => document.within(at, offset)),
  };
}
