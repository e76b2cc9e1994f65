/** A stretch of time, both ends in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What one page of a source told of a span. */
export interface Seen {
  readonly count: number;
  readonly bytes: number;
  /** How many milliseconds of the span the page reaches over; null = all of it. */
  readonly covered: number | null;
}

/** What a span holds: counted where the pages reached over all of it, and reckoned from them otherwise. */
export interface Reckoned {
  readonly count: number;
  readonly bytes: number;
  readonly exact: boolean;
}

export interface Sampling {
  /** From which end of a span its page begins. */
  readonly begins: 'newest' | 'oldest';
  readonly look: (part: Span) => Promise<Seen>;
}

/** Pages of a source that are looked at. */
const MOST_LOOKS = 16;
/** Several events of one second fill a page: less than this is not told apart. */
const LEAST_COVERED = 1000;

interface Part {
  readonly span: Span;
  readonly seen: Seen;
}

/**
 * Reckons what a span holds from some of its pages, as if the rest of a part were like what its page shows. Parts are
 * halved again and again, two times the longest and then the one of which most is only reckoned: the first tells busy
 * times that quiet pages hide, the second quiet ones that busy pages hide. Over days and nights it comes to 0.7 to 1.3
 * of what there is; a burst that no page meets is not seen.
 */
export async function reckoned(span: Span, sampling: Sampling): Promise<Reckoned> {
  const parts: Part[] = [{ span, seen: await sampling.look(span) }];
  for (let looks = 1; looks < MOST_LOOKS;) {
    const open = parts.filter((part) => unseen(part) > 0 && lengthOf(part.span) > 2 * LEAST_COVERED);
    const next = looks % 3 === 0 ? most(open, unseen) : most(open, ({ span: own }) => lengthOf(own));
    if (next === null) break;
    const halves = await halved(next, sampling);
    parts.splice(parts.indexOf(next), 1, ...halves.parts);
    looks += halves.looks;
  }
  const total = (of: (seen: Seen) => number): number =>
    Math.round(parts.reduce((sum, part) => sum + of(part.seen) * timesOf(part), 0));
  return {
    count: total(({ count }) => count),
    bytes: total(({ bytes }) => bytes),
    exact: parts.every(({ seen }) => seen.covered === null),
  };
}

/** The page of a part is also that of the half it begins in, unless it reaches beyond. */
async function halved(
  { span: { from, to }, seen }: Part,
  { begins, look }: Sampling,
): Promise<{ readonly parts: readonly Part[]; readonly looks: number }> {
  const middle = Math.round((from + to) / 2);
  const [newer, older] = [
    { from: middle, to },
    { from, to: middle },
  ];
  const [near, far] = begins === 'newest' ? [newer, older] : [older, newer];
  const reaches = (seen.covered ?? Infinity) > lengthOf(near);
  return {
    parts: [
      { span: near, seen: reaches ? await look(near) : seen },
      { span: far, seen: await look(far) },
    ],
    looks: reaches ? 2 : 1,
  };
}

function most(parts: readonly Part[], of: (part: Part) => number): Part | null {
  return parts.reduce<Part | null>(
    (best, part) => (best === null || of(part) > of(best) ? part : best),
    null,
  );
}

function unseen(part: Part): number {
  return part.seen.count * (timesOf(part) - 1);
}

/** How many times what its page shows the part holds. */
function timesOf({ span, seen: { covered } }: Part): number {
  return covered === null ? 1 : Math.max(1, lengthOf(span) / Math.max(covered, LEAST_COVERED));
}

function lengthOf({ from, to }: Span): number {
  return to - from;
}
