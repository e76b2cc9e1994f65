import { Command } from 'commander';
import { findRemains, placesFrom } from '../app/case-places.ts';
import { UserError } from '../base/errors.ts';
import { bytesText, counted } from '../base/text.ts';
import { verifyCase, verifySealed } from '../case/verify.ts';
import { openerAt } from './content-options.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, print, printJson } from './io.ts';

interface Options {
  readonly head?: string;
  readonly json?: boolean;
  readonly identity?: string;
}

const MOST_FAULTS = 50;

export function verifyCommand(io: Io): Command {
  return new Command('heptad verify')
    .description(
      'Checks every journal entry and every byte of evidence. Exit 4 when something is not what it was.',
    )
    .argument('<case>', 'the folder or the id of the case')
    .option('--head <hash>', 'a head hash kept elsewhere: also finds a cut-off tail or a chain written anew')
    .option('--identity <file>', 'an age identity file: what is sealed is opened in memory and checked too')
    .option('--json', 'plain JSON')
    .action(async (name: string, { head, json, identity }: Options) => {
      if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
        throw new UserError(`'${head}' is no head hash`, {
          why: 'a head is 64 characters of 0-9 and a-f',
          fix: 'copy it whole from where it was kept',
        });
      const folder = findRemains(name, placesFrom(io.env));
      const kept = verifyCase(folder, head ?? null);
      const inside = identity === undefined ? [] : await verifySealed(folder, openerAt(identity));
      const faults = [...kept.faults, ...inside];
      const plainChecked = kept.sealed === 0 || identity !== undefined;
      const result = { ...kept, ok: faults.length === 0, faults, plainChecked };
      if (json === true) printJson(io, result);
      else if (result.ok)
        print(
          io,
          `ok: ${counted(result.entries, 'entry', 'entries')}, ${counted(result.evidence.files, 'file')} of evidence (${bytesText(result.evidence.bytes)}), head ${result.head}`,
        );
      else {
        print(io, `NOT OK: ${counted(result.faults.length, 'fault')}; the first is`);
        for (const { place, problem } of result.faults.slice(0, MOST_FAULTS))
          print(io, escapeTerminal(`  ${place}: ${problem}`));
        if (result.faults.length > MOST_FAULTS)
          print(io, `  … and ${result.faults.length - MOST_FAULTS} more (--json lists all)`);
      }
      if (json !== true && result.sealed > 0) print(io, sealedLine(result.sealed, plainChecked));
      if (!result.ok) process.exitCode = 4;
    });
}

function sealedLine(sealed: number, plainChecked: boolean): string {
  const files = counted(sealed, 'sealed file');
  return plainChecked
    ? `${files}: the sealed bytes and what is in them were checked`
    : `${files}: the sealed bytes were checked; what is in them was NOT (that takes --identity FILE)`;
}
