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

/** Pages of a source that are looked at: those of event history take four seconds by its quota. */
const MOST_LOOKS = 8;
/** Several events of one second fill a page: less than this is not told apart. */
const LEAST_COVERED = 1000;
const NEARLY_ALL = 0.9;
/** Not quite a half and a quarter: parts of whole days would all begin at the same hour. */
const HALF = 0.47;
const LESS = 0.23;

interface Part {
  readonly span: Span;
  readonly seen: Seen;
}

interface Cut {
  readonly part: Part;
  /** How much of it is the one of its two parts in which its page begins. */
  readonly share: number;
}

/**
 * Reckons what a span holds from some of its pages, as if the rest of a part were like what its page shows. The longest
 * part is cut in two, again and again. Of one that seems to hold nearly everything a quarter, in which its page
 * begins, is cut off first: a burst there may be all there is. Over days, nights and weekends it comes to between half and
 * twice of what there is as a rule (docs/decisions/0012); a burst that no page meets is not seen.
 */
export async function reckoned(span: Span, sampling: Sampling): Promise<Reckoned> {
  const parts: Part[] = [{ span, seen: await sampling.look(span) }];
  for (let looks = 1; looks < MOST_LOOKS;) {
    const next = nextToCut(parts);
    if (next === null) break;
    const two = await cut(next, sampling);
    parts.splice(parts.indexOf(next.part), 1, ...two.parts);
    looks += two.looks;
  }
  const total = (of: (seen: Seen) => number): number =>
    Math.round(parts.reduce((sum, part) => sum + of(part.seen) * timesOf(part), 0));
  return {
    count: total(({ count }) => count),
    bytes: total(({ bytes }) => bytes),
    exact: parts.every(({ seen }) => seen.covered === null),
  };
}

function nextToCut(parts: readonly Part[]): Cut | null {
  const open = parts.filter((part) => unseen(part) > 0 && lengthOf(part.span) > 2 * LEAST_COVERED);
  const largest = most(open, unseen);
  const all = parts.reduce((sum, part) => sum + part.seen.count * timesOf(part), 0);
  if (largest !== null && unseen(largest) > NEARLY_ALL * all) return { part: largest, share: LESS };
  const longest = most(open, ({ span }) => lengthOf(span));
  return longest === null ? null : { part: longest, share: HALF };
}

/** The page of a part is also that of the share it begins in, unless it reaches beyond. */
async function cut(
  { part: { span, seen }, share }: Cut,
  { begins, look }: Sampling,
): Promise<{ readonly parts: readonly Part[]; readonly looks: number }> {
  const { from, to } = span;
  const length = Math.round(lengthOf(span) * share);
  const [near, far] =
    begins === 'newest'
      ? [
          { from: to - length, to },
          { from, to: to - length },
        ]
      : [
          { from, to: from + length },
          { from: from + length, to },
        ];
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
