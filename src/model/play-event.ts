/** A play was begun: the case is walked in a scenario's account. */
export interface PlayOpened {
  readonly scenario: string;
  readonly version: string;
  readonly title: string;
  readonly sha256: string;
  readonly seed: string;
  /** The intruder's first call, ISO 8601 UTC. */
  readonly start: string;
  /** When the team was called. */
  readonly called: string;
  readonly watermark: string;
  /** Who plays, by the roster that was given. */
  readonly players?: readonly Player[];
  /** `talk`: a room without computers, led by whoever types; `guided`: prompts explain themselves. */
  readonly led?: 'talk' | 'guided';
}

/** Somebody at the table. */
export interface Player {
  readonly name: string;
  /** The id of a role of the scenario. */
  readonly role: string;
}

/** Something reached the team from outside the account. */
export interface InjectDelivered {
  readonly inject: string;
  readonly from: string;
  readonly channel: string;
  readonly text: string;
  /** What brought it. */
  readonly how: 'time' | 'event' | 'hand' | 'asked';
}

/** What the facilitator wants of the play. */
export type PlayCommand =
  | { readonly do: 'pace'; readonly speed: number }
  | { readonly do: 'send'; readonly inject: string }
  | { readonly do: 'hold'; readonly inject: string }
  | { readonly do: 'tell'; readonly from: string; readonly text: string }
  | { readonly do: 'mark'; readonly objective: string; readonly passed: boolean; readonly why: string }
  /** The next of the scenario's hints. */
  | { readonly do: 'hint' }
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'end' };

/** A command of the facilitator's, as it was taken. */
export interface PlayDirected {
  readonly command: PlayCommand;
  readonly request: string | null;
}
