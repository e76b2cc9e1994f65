import { UserError } from '../base/errors.ts';
import { tokenize } from './tokenize.ts';

/** A statement with `?` in place of its named parameters. */
export interface BoundSql {
  readonly sql: string;
  /** The parameter of each `?`, in order; a name used twice stands twice. */
  readonly names: readonly string[];
}

/** A use of a named parameter; `offset` is where its colon stands. */
export interface NamedParameter {
  readonly name: string;
  readonly offset: number;
}

/**
 * Rewrites `:name` to `?`. Each is padded to the length it had, so that offsets in the result are offsets in `sql`.
 * @throws UserError when the text has a `?` of its own, which no name could fill
 */
export function bindNamed(sql: string): BoundSql {
  const { tokens } = tokenize(sql);
  const own = tokens.find((token) => token.kind === 'positional');
  if (own !== undefined) {
    throw new UserError(`a bare ? stands at character ${own.start + 1} of the SQL`, {
      why: 'parameters go by name, so nothing could fill it',
      fix: 'write :name and give the parameter that name',
    });
  }
  const names: string[] = [];
  let bound = '';
  let from = 0;
  for (const token of tokens) {
    if (token.kind !== 'named') continue;
    bound += sql.slice(from, token.start) + '?'.padEnd(token.text.length);
    names.push(token.text.slice(1));
    from = token.end;
  }
  return { sql: bound + sql.slice(from), names };
}

/** Every use of a named parameter, in order, the text left as it is. */
export function namedParameters(sql: string): readonly NamedParameter[] {
  const { tokens } = tokenize(sql);
  return tokens.flatMap(({ kind, text, start }) =>
    kind === 'named' ? [{ name: text.slice(1), offset: start }] : [],
  );
}
