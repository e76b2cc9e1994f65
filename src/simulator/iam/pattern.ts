/** The values of the condition keys of one call, by key in lower case. A key that is not there has no value at all. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>;

export interface PatternOptions {
  readonly context: ConditionContext;
  /** Policies of 2008 know no variables. */
  readonly variables: boolean;
  readonly ignoreCase?: boolean;
}

const VARIABLE = /\$\{([^}]+)\}/g;
const compiled = new Map<string, RegExp>();

/**
 * Whether a text matches a pattern with `*`, `?` and policy variables. What a variable stands for is matched
 * literally; a variable without a value and without a default matches nothing.
 */
export function matchesPattern(text: string, pattern: string, options: PatternOptions): boolean {
  const expression = compile(pattern, options);
  return expression !== null && expression.test(text);
}

/** The text a pattern stands for where wildcards mean themselves, or null when a variable has no value. */
export function substitute(pattern: string, options: PatternOptions): string | null {
  if (!options.variables) return pattern;
  let missing = false;
  const text = pattern.replaceAll(VARIABLE, (_all, name: string) => {
    const value = variable(name, options.context);
    if (value === null) missing = true;
    return value ?? '';
  });
  return missing ? null : text;
}

function compile(pattern: string, options: PatternOptions): RegExp | null {
  const flags = options.ignoreCase === true ? 'is' : 's';
  if (!options.variables || !pattern.includes('${')) return cached(pattern, flags);
  let source = '';
  let last = 0;
  for (const found of pattern.matchAll(VARIABLE)) {
    const value = variable(found[1] ?? '', options.context);
    if (value === null) return null;
    source += globSource(pattern.slice(last, found.index)) + escapeSource(value);
    last = found.index + found[0].length;
  }
  return new RegExp(`^${source}${globSource(pattern.slice(last))}$`, flags);
}

function cached(pattern: string, flags: string): RegExp {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = new RegExp(`^${globSource(pattern)}$`, flags);
  compiled.set(key, made);
  return made;
}

/** `${aws:username}`, `${aws:username, 'nobody'}`, and `${*}`, `${?}`, `${$}` for the characters themselves. */
function variable(name: string, context: ConditionContext): string | null {
  if (name === '*' || name === '?' || name === '$') return name;
  const [, key = name, fallback] = /^([^,]+?)\s*,\s*'(.*)'$/.exec(name) ?? [];
  const values = context.get(key.trim().toLowerCase());
  if (values?.length === 1) return values[0] ?? null;
  return fallback ?? null;
}

function globSource(text: string): string {
  return escapeSource(text)
    .replaceAll(String.raw`\*`, '.*')
    .replaceAll(String.raw`\?`, '.');
}

function escapeSource(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
