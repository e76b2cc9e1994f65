import { hostname } from 'node:os';
import { realpathSync } from 'node:fs';

/**
 * What differs from run to run or from machine to machine, written as a word: times of the run (those of the logs
 * stay), ids and hashes, folders, sizes on disk, processes and versions.
 */
export function normalise(text: string, cwd: string): string {
  const timeless = withoutFolders(text, cwd).replace(TIME, (time) => (isNow(time) ? '<now>' : time));
  return REPLACEMENTS.reduce((result, [pattern, word]) => result.replace(pattern, word), timeless).replace(
    TRAILING,
    '',
  );
}

const TRAILING = /[ \t]+$/gm;

function withoutFolders(text: string, cwd: string): string {
  const root = process.env['TMPDIR'] ?? '/tmp';
  return [realpathSync(cwd), cwd]
    .reduce((result, folder) => result.replaceAll(folder, '<here>'), text)
    .replaceAll(hostname(), '<host>')
    .replaceAll(root, '<tmp>');
}

const TIME = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/g;
const A_QUARTER_HOUR = 15 * 60_000;

/** Whether a time is one of this run; the times of the logs and of examples in messages stay. */
function isNow(time: string): boolean {
  const at = Date.parse(`${time.replace(' ', 'T').replace(/Z$/, '')}Z`);
  return Math.abs(at - Date.now()) < A_QUARTER_HOUR;
}

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/hep-\d{8}-[0-9a-f]{6}/g, '<case>'],
  [/\b[0-9a-f]{64}\b/g, '<sha256>'],
  [/\b[0-9a-f]{12}…/g, '<sha256>…'],
  [/\b(?!0{8}-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/\bpid \d+/g, 'pid <pid>'],
  [/\b\d+(?:\.\d+)? (?:B|kB|MB)\b/g, '<size>'],
  [/\bheptad \d+\.\d+\.\d+\b/g, 'heptad <version>'],
];
