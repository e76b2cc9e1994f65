import canonicalize from 'canonicalize';
import { InternalError } from './errors.ts';

/** The RFC 8785 form of a JSON value: one text per value, whatever the order of its keys was. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new InternalError('a value without a JSON form was to be written');
  return text;
}
