/** A piece of text to take out (`start` to `end`) and what to put in its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text after its edits, with the way back to offsets of the original. */
export interface Edited {
  readonly text: string;
  /** The offset in the original of an offset in the edited text; inside an insertion, where it was inserted. */
  readonly original: (offset: number) => number;
}

/**
 * Makes the edits, which must not overlap. Of insertions at one place the one given last comes first: it closes what
 * was opened last.
 */
export function applyEdits(source: string, edits: readonly Edit[]): Edited {
  const ordered = edits.toReversed().toSorted((a, b) => a.start - b.start || a.end - b.end);
  const marks: Mark[] = [];
  let text = '';
  let from = 0;
  for (const edit of ordered) {
    text += source.slice(from, edit.start);
    marks.push({ at: text.length, inserted: edit.text.length, back: edit.start, resume: edit.end });
    text += edit.text;
    from = edit.end;
  }
  return { text: text + source.slice(from), original: (offset) => goBack(marks, offset) };
}

interface Mark {
  readonly at: number;
  readonly inserted: number;
  readonly back: number;
  readonly resume: number;
}

function goBack(marks: readonly Mark[], offset: number): number {
  const mark = marks.findLast(({ at }) => at <= offset);
  if (mark === undefined) return offset;
  const past = offset - mark.at - mark.inserted;
  return past < 0 ? mark.back : mark.resume + past;
}
