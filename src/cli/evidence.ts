import { Command } from 'commander';
import { resolve } from 'node:path';
import { findCase, placesFrom } from '../app/case-places.ts';
import { copyPiece, evidencePieces, pieceMeant, shortHash } from '../app/evidence-pieces.ts';
import { bytesText, counted } from '../base/text.ts';
import { readCase } from '../case/case-folder.ts';
import { escapeTerminal } from '../terminal/escape.ts';
import { type ContentOptions, contentWish, noteOpening, withContentOptions } from './content-options.ts';
import { type Io, print, printJson, tell } from './io.ts';

interface GetOptions extends ContentOptions {
  readonly out: string;
}

export function evidenceCommand(io: Io): Command {
  const command = new Command('heptad evidence').description('What a case keeps, and copies of it.');
  command
    .command('list')
    .description('every piece of evidence: its hash, size, when it came, and its source')
    .argument('<case>', 'the folder or the id of the case')
    .option('--source <text>', 'only sources with this text in their name')
    .option('--json', 'plain JSON')
    .action((name: string, options: { readonly source?: string; readonly json?: boolean }) =>
      list(io, name, options),
    );
  withContentOptions(command.command('get'))
    .description('copies a piece into a new file, byte for byte as it was collected')
    .argument('<case>', 'the folder or the id of the case')
    .argument('<piece>', 'its SHA-256 (eight digits at least), its source, or a part of that')
    .requiredOption('--out <file>', 'the file to write')
    .action((name: string, piece: string, options: GetOptions) => get(io, name, { ...options, piece }));
  return command;
}

async function list(
  io: Io,
  name: string,
  { source, json }: { readonly source?: string; readonly json?: boolean },
): Promise<void> {
  const pieces = await evidencePieces(readCase(findCase(name, placesFrom(io.env))), source);
  if (json === true) return printJson(io, pieces);
  for (const piece of pieces) {
    const { sha256, size, kept, sealed } = piece;
    const line = [shortHash(sha256), bytesText(size).padStart(8), kept, sealed ? 'sealed' : '', piece.source];
    print(io, escapeTerminal(line.filter((part) => part !== '').join('  ')));
  }
  const bytes = pieces.reduce((sum, { size }) => sum + size, 0);
  tell(io, `${counted(pieces.length, 'piece')}, ${bytesText(bytes)}`);
  return undefined;
}

async function get(io: Io, name: string, options: GetOptions & { readonly piece: string }): Promise<void> {
  const folder = findCase(name, placesFrom(io.env));
  const file = resolve(options.out);
  const piece = pieceMeant(await evidencePieces(readCase(folder)), options.piece);
  const content = contentWish(options, `evidence get ${piece.sha256}`);
  if (content !== null) await noteOpening(io, folder, content);
  await copyPiece(folder, piece, { file, opener: content?.opener ?? null });
  for (const line of [
    `written to ${file}`,
    `SHA-256 ${piece.sha256}, ${bytesText(piece.size)}, kept ${piece.kept}`,
    `source  ${piece.source}`,
  ])
    tell(io, escapeTerminal(line));
}
