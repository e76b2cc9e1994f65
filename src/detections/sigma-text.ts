import type { Pattern, PatternPart } from './sigma-rule.ts';

/**
 * A Sigma text with its wildcards: `*` and `?`, made plain by a backslash before them; `\\` before a wildcard is a
 * backslash; every other backslash is itself.
 * https://sigmahq.io/sigma-specification/specification/sigma-appendix-modifiers.html
 */
export function parseSigmaText(text: string): Pattern {
  const parts: PatternPart[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const next = text.charAt(at + 1);
    if (letter === '\\' && (next === '*' || next === '?' || next === '\\')) {
      plain += next;
      at += 1;
    } else if (letter === '*' || letter === '?') {
      flush();
      parts.push({ kind: letter === '*' ? 'any' : 'one' });
    } else {
      plain += letter;
    }
  }
  flush();
  return parts;
}

/** A text without wildcards of its own. */
export function plainPattern(text: string): Pattern {
  return text === '' ? [] : [{ kind: 'text', text }];
}

/** The pattern with anything before and behind it. */
export function around(pattern: Pattern, where: 'before' | 'behind' | 'both'): Pattern {
  const any: PatternPart = { kind: 'any' };
  const before = where !== 'behind' && pattern[0]?.kind !== 'any' ? [any] : [];
  const behind = where !== 'before' && pattern.at(-1)?.kind !== 'any' ? [any] : [];
  return [...before, ...pattern, ...behind];
}

/** The letters of a pattern that has no wildcards, else null. */
export function plainTextOf(pattern: Pattern): string | null {
  if (pattern.length === 0) return '';
  const [only, more] = pattern;
  return more === undefined && only?.kind === 'text' ? only.text : null;
}

/** The pattern as a regular expression of JavaScript over text in lower case. */
export function patternExpression(pattern: Pattern): RegExp {
  const source = pattern.map((part) => {
    if (part.kind === 'any') return '.*';
    return part.kind === 'one'
      ? '.'
      : part.text.toLowerCase().replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source.join('')}$`, 'su');
}
