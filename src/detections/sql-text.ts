import type { Pattern } from './sigma-rule.ts';

/** A text as a literal. Rules are content that people give; nothing a log says is ever written into SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A literal in lower case as the engine makes it, so that both sides of a comparison were made alike. */
function lowerLiteral(text: string): string {
  const lower = text.toLowerCase();
  return /^[\0-\x7f]*$/.test(text) ? literal(lower) : `lower(${literal(text)})`;
}

/** Whether `value` is like a pattern. The value is in lower case unless the pattern is `cased`. */
export function patternSql(value: string, pattern: Pattern, cased: boolean): string {
  const text = cased ? literal : lowerLiteral;
  const [first, second, third, more] = pattern;
  if (first === undefined) return `${value} = ''`;
  const texts = pattern.map((part) => (part.kind === 'text' ? text(part.text) : null));
  if (second === undefined) {
    if (first.kind === 'any') return `${value} IS NOT NULL`;
    if (texts[0] !== null) return `${value} = ${texts[0]}`;
  }
  if (first.kind === 'any' && second?.kind === 'text' && third?.kind === 'any' && more === undefined)
    return `strpos(${value}, ${texts[1]}) > 0`;
  if (first.kind === 'text' && second?.kind === 'any' && third === undefined)
    return `starts_with(${value}, ${texts[0]})`;
  return likeSql(value, pattern, text);
}

function likeSql(value: string, pattern: Pattern, text: (plain: string) => string): string {
  let escaped = false;
  const like = pattern.map((part) => {
    if (part.kind === 'any') return '%';
    if (part.kind === 'one') return '_';
    if (/[%_\\]/.test(part.text)) escaped = true;
    return part.text;
  });
  const written = escaped
    ? pattern
        .map((part, index) =>
          part.kind === 'text' ? part.text.replaceAll(/[%_\\]/g, String.raw`\$&`) : like[index],
        )
        .join('')
    : like.join('');
  return `${value} LIKE ${text(written)}${escaped ? String.raw` ESCAPE '\'` : ''}`;
}
