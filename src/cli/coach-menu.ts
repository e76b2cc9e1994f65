import type { Director } from '../app/exercise/director.ts';
import type { Player } from '../model/play-event.ts';
import type { Scenario } from '../model/scenario.ts';
import type { ExtraChoice } from '../ports/responder.ts';

/** What an exercise adds to the menus of the team: hints, and who speaks. */
export class CoachMenu {
  #lines: readonly ExtraChoice[] = [];

  /** Nothing until the play runs. */
  lines(): readonly ExtraChoice[] {
    return this.#lines;
  }

  serve(director: Director, { roles, hints }: Scenario, players: readonly Player[]): void {
    this.#lines = [
      ...(hints.length === 0
        ? []
        : [
            {
              name: 'Ask the coach for a hint',
              description: 'From vague to concrete; the debrief tells that it was taken',
              among: [],
              act: () => director.hint('asked'),
            },
          ]),
      ...(players.length === 0 ? [] : [speakers(director, roles, players)]),
    ];
  }
}

function speakers(director: Director, roles: Scenario['roles'], players: readonly Player[]): ExtraChoice {
  return {
    name: 'Somebody else speaks',
    description: 'From then on answers, decisions and approvals stand under their name',
    among: players.map(({ name, role }) => ({
      name: `${name} (${roles.find(({ id }) => id === role)?.title ?? role})`,
      value: name,
    })),
    act: (chosen) => {
      if (chosen !== null) director.speakAs(chosen);
      return Promise.resolve(`${chosen ?? 'Nobody'} speaks.`);
    },
  };
}
