import { describe, expect, it } from 'vitest';
import { SIGNALS } from './signal-list.ts';
import { playbookPlaces, rulePlaces } from './signal-places.ts';

describe('the signals', () => {
  const places = [...playbookPlaces(), ...rulePlaces()];

  it('are all of them, each once', () => {
    expect(SIGNALS).toHaveLength(79);
    expect(new Set(SIGNALS.map(({ id }) => id)).size).toBe(79);
    expect(SIGNALS.filter(({ title }) => title === '')).toEqual([]);
  });

  it.each(SIGNALS.map(({ id }) => id))(
    '%s has a place with a case that raises it and one that does not',
    (id) => {
      const own = places.filter(({ signal }) => signal === id);
      expect(own.filter(({ positive, negative }) => positive > 0 && negative > 0)).not.toEqual([]);
      expect(own.filter(({ sources }) => sources.length === 0)).toEqual([]);
    },
  );
});
