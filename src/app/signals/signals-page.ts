import { counted } from '../../base/text.ts';
import { ELEMENT_TITLES, ELEMENTS } from '../../model/element.ts';
import { SIGNALS } from './signal-list.ts';
import { playbookPlaces, rulePlaces, type SignalPlace } from './signal-places.ts';

/** docs/reference/signals.md: each signal, where it is computed, what it needs and how often it is tried. */
export function signalsPage(): string {
  const places = [...playbookPlaces(), ...rulePlaces()];
  return [
    '# Signals',
    '',
    `${counted(SIGNALS.length, 'signal')} decide the questions of the seven elements. Made from playbooks, rules and their cases by \`npm run generate\`.`,
    '',
    'A signal needs every source that is named: where one is missing, its step says so. "Raised in" counts the cases in which it must appear, "silent in" the cases with records in which it must not.',
    ...ELEMENTS.flatMap((element) => [
      '',
      `## ${ELEMENT_TITLES[element]}`,
      '',
      '| id | signal | where | sources needed | raised in | silent in |',
      '|---|---|---|---|---|---|',
      ...SIGNALS.filter((signal) => signal.element === element).flatMap(({ id, title }) =>
        places
          .filter(({ signal }) => signal === id)
          .map((place, index) => rowOf(place, index === 0 ? `${id} | ${title}` : ' | ')),
      ),
    ]),
    '',
  ].join('\n');
}

function rowOf({ where, sources, positive, negative }: SignalPlace, head: string): string {
  return `| ${head} | ${where} | ${sources.join(', ')} | ${positive} | ${negative} |`;
}
