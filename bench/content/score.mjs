/** How many of the texts that should be seen are, and which ordinary ones are seen besides. `seen` is by id. */
export function scoreOf(wanted, ordinary, seen) {
  const missed = wanted.filter(({ id }) => !seen.has(id)).map(({ id }) => id);
  const wrong = ordinary
    .filter(({ id }) => seen.has(id))
    .map(({ id }) => `${id} (${seen.get(id).join(', ')})`);
  const caught = wanted.filter(({ id }) => seen.has(id)).map(({ id }) => id);
  return {
    caught,
    wanted: wanted.length,
    found: wanted.length - missed.length,
    missed,
    ordinary: ordinary.length,
    wrong,
  };
}

/** Places in texts by kind: found = a place of the same kind lies over it. */
export function spanScores(texts, spansIn) {
  const scores = new Map();
  const of = (kind) => {
    if (!scores.has(kind)) scores.set(kind, { wanted: 0, found: 0, missed: [], wrong: [] });
    return scores.get(kind);
  };
  for (const { id, text, gold } of texts) {
    const given = spansIn(text);
    const over = (a, b) => a.kind === b.kind && a.start < b.end && b.start < a.end;
    for (const span of gold) {
      const score = of(span.kind);
      score.wanted += 1;
      if (given.some((other) => over(span, other))) score.found += 1;
      else score.missed.push(id);
    }
    for (const span of given) if (!gold.some((other) => over(span, other))) of(span.kind).wrong.push(id);
  }
  return [...scores].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
