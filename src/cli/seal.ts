import { Command } from 'commander';
import { codeOf, UserError } from '../base/errors.ts';
import { writeDurably } from '../base/durable-file.ts';
import { existsSync } from 'node:fs';
import { newKey } from '../case/seal.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type Io, print, tell } from './io.ts';

export function sealCommand(io: Io): Command {
  return new Command('heptad seal')
    .description(
      'Makes an age key. Prompts and answers of a case opened with heptad run --seal RECIPIENT are kept sealed for it.',
    )
    .requiredOption('--make-key <file>', 'where the identity goes, which opens; the recipient is printed')
    .action(({ makeKey }: { readonly makeKey: string }) => make(io, makeKey));
}

async function make(io: Io, file: string): Promise<void> {
  if (existsSync(file))
    throw new UserError(`${file} is there already`, {
      fix: 'give a new file: what a lost key sealed stays sealed',
    });
  const { identity, recipient } = await newKey();
  try {
    writeDurably(file, `# created by heptad\n# public key: ${recipient}\n${identity}\n`);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new UserError(`${file} cannot be written`, {
      why: String(codeOf(error)),
      fix: 'give another place',
    });
  }
  print(io, recipient);
  tell(
    io,
    escapeTerminal(
      `The identity is in ${file}. Keep it where the case is not, and a copy: without it nobody opens what is sealed.`,
    ),
  );
  tell(io, `heptad run … --seal ${recipient}, or in org.yaml:`);
  tell(io, `sealFor: [${recipient}]`);
}
