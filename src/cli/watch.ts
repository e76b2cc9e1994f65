import { Command, InvalidArgumentError } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionFailedError } from '../app/actions/read-back.ts';
import { findCase, placesFrom } from '../app/case-places.ts';
import { systemClock } from '../app/ids.ts';
import { watchCase } from '../app/watch/watch-case.ts';
import { counted, listed } from '../base/text.ts';
import { NO_ANSWERS } from '../model/answers.ts';
import type { WatchedIdentity, WatchRound } from '../model/watch.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type AccountOptions, accountAccess, withAccountOptions } from './account-options.ts';
import { caseTools } from './case-tools.ts';
import { type Io, printJson, tell } from './io.ts';
import { printWrapped } from './print-wrapped.ts';

interface Options extends AccountOptions {
  readonly every: number;
  readonly for: number;
  readonly once?: boolean;
  readonly json?: boolean;
}

const MINUTE = 60_000;

export function watchCommand(io: Io): Command {
  return withAccountOptions(
    new Command('heptad watch')
      .description(
        'After containment: brings in what is new, and tells what contained identities did since, round by round.',
      )
      .argument('<case>', 'the folder or the id of the case')
      .option('--every <minutes>', 'minutes from round to round', minutes, 15)
      .option('--for <minutes>', 'minutes to go on for', minutes, 240)
      .option('--once', 'one round')
      .option('--json', 'each round as plain JSON'),
  ).action((name: string, options: Options) => watch(io, name, options));
}

async function watch(io: Io, name: string, options: Options): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const rounds = options.once === true ? 1 : Math.max(1, Math.ceil(options.for / options.every));
  const late = new Set<string>();
  for (let round = 1; round <= rounds; round += 1) {
    const found = await watchCase(
      folder,
      caseTools(io, { ...NO_ANSWERS, default: 'unknown-and-decline' }, { caseName: folder }),
      accountAccess(io, options),
    );
    if (options.json === true) printJson(io, { at: systemClock.now(), round, ...found });
    else printWrapped(io, roundLines(found, `round ${round} of ${rounds}`));
    for (const { value, successes } of found.identities) if (successes > 0) late.add(value);
    if (round < rounds) {
      tell(io, `next round in ${options.every} min; Ctrl-C ends the watch, the case is intact`);
      await sleep(options.every * MINUTE);
    }
  }
  if (late.size > 0)
    throw new ActionFailedError(`${listed([...late])} got through after containment`, {
      why: 'a contained identity had a later success',
      fix: `look at its calls (heptad resume ${folder}), and contain what let them through: heptad action board ${folder}`,
    });
}

function roundLines({ identities, grown, steps }: WatchRound, name: string): readonly string[] {
  return [
    `WATCH  ${name}, ${systemClock.now().slice(0, 16)}Z`,
    ...identities.flatMap(identityLines),
    ...(identities.length === 0 ? ['  no containment in force names an identity to look for'] : []),
    `  ${counted(steps, 'decisive step')} run again: ${grown.length === 0 ? 'no finding has grown' : ''}`,
    ...grown.map(
      ({ finding, title, before, after }) =>
        `    ${escapeTerminal(`${finding}: ${before} to ${after} events. ${title}`)}`,
    ),
  ];
}

function identityLines(identity: WatchedIdentity): readonly string[] {
  const { value, plan, action, since, successes, refused, events, coverage } = identity;
  const said =
    successes > 0 ? counted(successes, 'LATER SUCCESS', 'LATER SUCCESSES') : 'no later success seen';
  return [
    `  ${escapeTerminal(value)}  ${said}, ${counted(refused, 'refused call')} since ${since.slice(0, 16)}Z (plan ${plan}, ${action})`,
    ...events
      .slice(0, 3)
      .map(({ at, name, error }) => `    ${escapeTerminal(`${at} ${name} ${error ?? 'went through'}`)}`),
    `    seen: ${escapeTerminal(coverage)}`,
  ];
}

function minutes(text: string): number {
  const match = /^(\d+)(m|h)?$/.exec(text);
  const value = match === null ? 0 : Number(match[1]) * (match[2] === 'h' ? 60 : 1);
  if (value < 1 || value > 10_080)
    throw new InvalidArgumentError('give minutes (15) or hours (4h), at most a week.');
  return value;
}
