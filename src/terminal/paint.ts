import type { Severity } from '../model/severity.ts';

/** Colour where it means something. Without colour every function gives its text back. */
export interface Paint {
  readonly color: boolean;
  severity(severity: Severity, text: string): string;
  /** The label of the account: red for REAL, green for anything else. */
  label(label: string): string;
  strong(text: string): string;
  faint(text: string): string;
  warning(text: string): string;
}

/** What decides on colour; the parts of a stream and an environment that matter. */
export interface ColorQuestion {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

/** NO_COLOR (any text) says no, then FORCE_COLOR says yes (`0` and `false` say no), then a terminal decides. */
export function wantsColor({ environment, isTTY }: ColorQuestion): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const force = environment['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTTY && environment['TERM'] !== 'dumb';
}

// Own codes instead of util.styleText: that of Node 20 paints whatever NO_COLOR says.
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;
type Code = keyof typeof CODES;

const SEVERITY_CODES: Readonly<Record<Severity, readonly Code[]>> = {
  critical: ['bold', 'red'],
  high: ['red'],
  medium: ['yellow'],
  low: ['cyan'],
  info: [],
};

export function createPaint(color: boolean): Paint {
  const paint = (text: string, codes: readonly Code[]): string => {
    if (!color) return text;
    return codes.reduce((inner, code) => `\u001b[${CODES[code][0]}m${inner}\u001b[${CODES[code][1]}m`, text);
  };
  return {
    color,
    severity: (severity, text) => paint(text, SEVERITY_CODES[severity]),
    label: (label) => paint(label, /^REAL\b/.test(label) ? ['bold', 'red'] : ['bold', 'green']),
    strong: (text) => paint(text, ['bold']),
    faint: (text) => paint(text, ['dim']),
    warning: (text) => paint(text, ['yellow']),
  };
}
