import { describe, expect, it } from 'vitest';
import { prependCtes } from './ctes.ts';

const NARROW = [{ name: 'cloudtrail', sql: 'SELECT * FROM events WHERE d > ?' }];

describe('prependCtes', () => {
  it.each([
    ['SELECT 1', 'WITH "cloudtrail" AS (SELECT * FROM events WHERE d > ?\n) SELECT 1'],
    ['-- note\nSELECT 1', '-- note\nWITH "cloudtrail" AS (SELECT * FROM events WHERE d > ?\n) SELECT 1'],
    [
      'with a as (select 1) select * from a',
      'with "cloudtrail" AS (SELECT * FROM events WHERE d > ?\n),  a as (select 1) select * from a',
    ],
    [
      'WITH /* x */ RECURSIVE a AS (SELECT 1) SELECT 2',
      'WITH /* x */ RECURSIVE "cloudtrail" AS (SELECT * FROM events WHERE d > ?\n),  a AS (SELECT 1) SELECT 2',
    ],
  ])('goes before %j', (sql, expected) => {
    expect(prependCtes(sql, NARROW).text).toBe(expected);
  });

  it('leads offsets back to the statement', () => {
    const edited = prependCtes('with a as (select 1) select nosuch from a', NARROW);
    expect(edited.original(edited.text.indexOf('nosuch'))).toBe(28);
  });

  it('quotes names, takes another word than AS, and does nothing without queries', () => {
    expect(prependCtes('SELECT 1', [{ name: 'a"b', sql: 'x' }], 'AS NOT MATERIALIZED').text).toBe(
      'WITH "a""b" AS NOT MATERIALIZED (x\n) SELECT 1',
    );
    expect(prependCtes('SELECT 1', []).text).toBe('SELECT 1');
  });
});
