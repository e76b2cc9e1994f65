import { listed } from '../base/text.ts';
import type { MissedSignal, Practice } from '../model/debrief.ts';
import type { Score } from '../model/score.ts';

/** What to practise next: what made the damage first, then what was not seen, then what was left out. */
export function practiceOf(score: Score, missed: readonly MissedSignal[]): readonly Practice[] {
  return [...order(score), ...doors(score), ...signals(missed), ...record(score), ...again(score)];
}

function order({ times: { preserved, contained } }: Score): readonly Practice[] {
  if (contained === null)
    return [
      {
        what: 'Nothing was contained.',
        how: 'Take the first finding that names a credential, and plan its containment with heptad action plan before reading on: a plan changes nothing, and shows what else uses the credential.',
      },
    ];
  if (preserved !== null && preserved <= contained) return [];
  return [
    {
      what: 'Evidence was not kept before the first change.',
      how: 'At the first plan, let heptad keep what the account would lose: log groups and objects are held, configuration is read. It takes a minute.',
    },
  ];
}

function doors({ mistakes }: Score): readonly Practice[] {
  if (mistakes.length === 0) return [];
  return [
    {
      what: 'Mistakes were made that the intruder could use, or colleagues felt.',
      how: 'Look at the board (heptad action board) before every containment: it shows each foothold that is known and not covered yet. Close them as one set.',
    },
  ];
}

function signals(missed: readonly MissedSignal[]): readonly Practice[] {
  const elements = [...new Set(missed.flatMap(({ element }) => (element === null ? [] : [element])))];
  return elements.map((element) => {
    const own = missed.filter((one) => one.element === element);
    const steps = [...new Set(own.flatMap(({ step }) => (step === null ? [] : [step])))];
    return {
      what: `${element}: ${listed(own.map(({ signal }) => signal))} not seen.`,
      how: `Walk these steps again on this case, and ask of each row who did it and with which credential: ${steps.join('; ')}.`,
    };
  });
}

function record({ times: { declared, verified, contained } }: Score): readonly Practice[] {
  return [
    ...(declared === null
      ? [
          {
            what: 'The incident was never declared.',
            how: 'Declare as soon as a finding shows a credential in the wrong hands (heptad log <case> declare): the clock of every duty to notify runs from then.',
          },
        ]
      : []),
    ...(contained !== null && verified === null
      ? [
          {
            what: 'It was not shown that the containment holds.',
            how: 'Collect again a quarter of an hour later: a containment is verified when the logs show no later success.',
          },
        ]
      : []),
  ];
}

function again({ objectives }: Score): readonly Practice[] {
  const missed = objectives.filter(({ passed }) => !passed);
  return missed.length > 0
    ? [
        {
          what: `Not met: ${listed(missed.map(({ title }) => title))}.`,
          how: 'Play it again with another seed, and say at the start who watches each of these.',
        },
      ]
    : [
        {
          what: 'Every objective was met.',
          how: 'Play a scenario of the next level, or this one with another seed and half the time.',
        },
      ];
}
