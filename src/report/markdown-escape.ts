import { showUnseen } from '../base/text-safety.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * The report's escaping function for Markdown: the text is read as it stands, on one line, also as a cell of a table.
 * No link, image, heading, list, quote, code, formula or HTML comes of it, nor a link out of a bare address.
 * `@` becomes code because nothing else keeps GitHub from making a mail link or a mention of it.
 */
export function escapeMarkdown(text: string): string {
  return showUnseen(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\\`*_[\]|~$]/g, String.raw`\$&`)
    .replace(/:(?=\/\/)/g, String.raw`\:`)
    .replace(/\bwww\./gi, (match) => `${match.slice(0, 3)}&#46;`)
    .replace(/^(\s*)([-+=#])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])/, String.raw`$1\$2`)
    .replace(/^ +| +$/g, (spaces) => '&#32;'.repeat(spaces.length))
    .replaceAll('@', '`@`');
}
