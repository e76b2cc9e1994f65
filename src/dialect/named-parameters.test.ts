import { describe, expect, it } from 'vitest';
import { UserError } from '../base/errors.ts';
import { bindNamed, namedParameters } from './named-parameters.ts';

describe('bindNamed', () => {
  it('puts ? for each name, in order, and keeps every offset', () => {
    const sql = "select a from t where x = :key and y > :from and z < ':key' and x <> :key";
    const bound = bindNamed(sql);

    expect(bound.names).toEqual(['key', 'from', 'key']);
    expect(bound.sql).toBe("select a from t where x = ?    and y > ?     and z < ':key' and x <> ?   ");
    expect(bound.sql).toHaveLength(sql.length);
  });

  it('leaves casts alone', () => {
    expect(bindNamed('select a::b')).toEqual({ sql: 'select a::b', names: [] });
  });

  it('refuses a ? that no name fills', () => {
    expect(() => bindNamed('select ?')).toThrow(UserError);
    expect(() => bindNamed('select ?')).toThrow('character 8');
    expect(bindNamed("select '?' -- ?").names).toEqual([]);
  });
});

describe('namedParameters', () => {
  it('lists each use with its place', () => {
    expect(namedParameters('select :a, :b, :a')).toEqual([
      { name: 'a', offset: 7 },
      { name: 'b', offset: 11 },
      { name: 'a', offset: 15 },
    ]);
  });
});
