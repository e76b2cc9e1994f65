/** State that each Region has its own of; a Region nobody touched is made when it is asked for. */
export function byRegion<State>(make: (region: string) => State): (region: string) => State {
  const known = new Map<string, State>();
  return (region) => {
    const state = known.get(region) ?? make(region);
    known.set(region, state);
    return state;
  };
}
