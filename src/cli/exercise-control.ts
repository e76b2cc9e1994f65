import { Command } from 'commander';
import { findCase, placesFrom } from '../app/case-places.ts';
import { annotate } from '../app/annotate.ts';
import { viewPlay } from '../app/exercise/play-view.ts';
import { systemClock, systemIds } from '../app/ids.ts';
import { UserError } from '../base/errors.ts';
import { listed, nearest } from '../base/text.ts';
import type { PlayCommand } from '../model/play-event.ts';
import { consoleLines, roomLines, type PlayView } from '../exercise/play-text.ts';
import { askFacilitator } from './facilitator-menu.ts';
import { type Io, isInteractive, operatorOf, print } from './io.ts';
import { printWrapped } from './print-wrapped.ts';

const REFRESH = 2000;

export function controlCommand(io: Io): Command {
  return new Command('control')
    .description("the facilitator's console: without a command, a screen to work at")
    .argument('<case>', 'the folder or the id of the case')
    .argument(
      '[command...]',
      'pause | go [SPEED] | send INJECT | hold INJECT | tell FROM TEXT | hint | pass OBJECTIVE WHY | fail OBJECTIVE WHY | note TEXT | end',
    )
    .action((name: string, words: readonly string[]) => control(io, name, words));
}

export function presentCommand(io: Io): Command {
  return new Command('present')
    .description('a screen for the room: time, news and what the team has found; nothing of the answer key')
    .argument('<case>', 'the folder or the id of the case')
    .option('--once', 'print it once')
    .action((name: string, { once }: { readonly once?: boolean }) => present(io, name, once === true));
}

async function control(io: Io, name: string, words: readonly string[]): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  if (words.length > 0) {
    await direct(io, folder, commandOf(words, viewPlay(folder)));
    return;
  }
  printWrapped(io, consoleLines(viewPlay(folder)));
  while (isInteractive(io)) {
    const asked = await askFacilitator(io, viewPlay(folder));
    if (asked === null) return;
    if (asked !== 'refresh') await direct(io, folder, asked);
    printWrapped(io, consoleLines(viewPlay(folder)));
  }
}

async function direct(io: Io, folder: string, command: PlayCommand): Promise<void> {
  const where = await annotate(
    folder,
    { kind: 'play-directed', data: { command, request: null } },
    { by: operatorOf(io), clock: systemClock, ids: systemIds, afterClose: true },
  );
  print(
    io,
    where === 'journaled'
      ? 'journaled; the exercise is not running, it holds when it goes on'
      : 'handed to the exercise that runs',
  );
}

function commandOf([verb = '', ...rest]: readonly string[], view: PlayView): PlayCommand {
  const [first = '', ...others] = rest;
  const text = others.join(' ');
  switch (verb) {
    case 'pause':
      return { do: 'pace', speed: 0 };
    case 'go':
      return { do: 'pace', speed: speedOf(first) };
    case 'send':
    case 'hold':
      return { do: verb, inject: known('inject', first, view.scenario.injects) };
    case 'tell':
      return { do: 'tell', from: first, text: said(text, 'tell FROM TEXT') };
    case 'pass':
    case 'fail':
      return {
        do: 'mark',
        objective: known('objective', first, view.scenario.objectives),
        passed: verb === 'pass',
        why: said(text, `${verb} OBJECTIVE WHY`),
      };
    case 'note':
      return { do: 'note', text: said(rest.join(' '), 'note TEXT') };
    case 'hint':
      return { do: 'hint' };
    case 'end':
      return { do: 'end' };
    default:
      throw new UserError(`the facilitator has no command '${verb}'`, {
        fix: 'use pause, go, send, hold, tell, hint, pass, fail, note or end',
      });
  }
}

function speedOf(text: string): number {
  const speed = text === '' ? 1 : Number(text);
  if (speed > 0 && speed <= 1000) return speed;
  throw new UserError(`'${text}' is no speed`, { fix: 'give a factor over 0, at most 1000: go 10' });
}

function said(text: string, usage: string): string {
  if (text.trim() !== '') return text;
  throw new UserError('something is missing', {
    fix: `write it as: heptad exercise control <case> ${usage}`,
  });
}

function known(what: string, id: string, all: readonly { readonly id: string }[]): string {
  const ids = all.map((one) => one.id);
  if (ids.includes(id)) return id;
  const close = nearest(id, ids);
  throw new UserError(`the scenario has no ${what} '${id}'`, {
    why: `there is ${listed(ids)}`,
    fix: close === undefined ? 'name one of these' : `write '${close}'`,
  });
}

async function present(io: Io, name: string, once: boolean): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const show = (): void => {
    if (!once) io.stdout.write('\u001B[2J\u001B[H');
    printWrapped(io, roomLines(viewPlay(folder)));
  };
  show();
  if (once || !io.stdout.isTTY) return;
  // Until Ctrl-C.
  await new Promise(() => setInterval(show, REFRESH));
}
