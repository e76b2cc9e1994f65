/** What time it is in the simulated account, in milliseconds since 1970. */
export interface SimulatedClock {
  now(): number;
}

/** A clock in somebody's hand: it stands still until it is moved, or runs as fast as asked. */
export interface ControlledClock extends SimulatedClock {
  set(time: number): void;
  advance(milliseconds: number): void;
  /** 0 pauses, 1 is real time, 60 makes a minute of every second. */
  run(speed: number): void;
}

/** @param real where real time comes from; tests give their own */
export function controlledClock(start: number, real: () => number): ControlledClock {
  let base = start;
  let since = real();
  let speed = 0;
  const now = (): number => base + (real() - since) * speed;
  const rebase = (time: number): void => {
    base = time;
    since = real();
  };
  return {
    now,
    set: rebase,
    advance: (milliseconds) => rebase(now() + milliseconds),
    run: (faster) => {
      rebase(now());
      speed = faster;
    },
  };
}
