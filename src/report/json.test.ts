import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../test/support/hostile.ts';
import { hostileReport } from '../../test/support/hostile-report.ts';
import { emptyReport, sampleReport } from '../../test/support/sample-report.ts';
import { isObject } from '../base/json.ts';
import { COVERAGE_STATUSES } from '../model/coverage.ts';
import { ELEMENTS } from '../model/element.ts';
import { LOG_KINDS } from '../model/log-kind.ts';
import { SEVERITIES } from '../model/severity.ts';
import { SUSPECT_KINDS } from '../model/suspect.ts';
import { renderJson } from './json.ts';

const schema: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

/** The keys of every object in a value, with the way to it; lists count as their members. */
function keyPaths(value: unknown, path = ''): ReadonlySet<string> {
  const paths = new Set<string>();
  if (Array.isArray(value))
    for (const member of value) for (const inner of keyPaths(member, `${path}[]`)) paths.add(inner);
  if (!isObject(value)) return paths;
  for (const [key, inner] of Object.entries(value)) {
    paths.add(`${path}.${key}`);
    for (const deeper of keyPaths(inner, `${path}.${key}`)) paths.add(deeper);
  }
  return paths;
}

/** The same of what a schema allows. */
function schemaPaths(node: unknown, path = ''): ReadonlySet<string> {
  const paths = new Set<string>();
  if (!isObject(node)) return paths;
  const add = (inner: unknown, at: string): void => schemaPaths(inner, at).forEach((one) => paths.add(one));
  const defs = isObject(schema['$defs']) ? schema['$defs'] : {};
  if (typeof node['$ref'] === 'string') add(defs[node['$ref'].replace('#/$defs/', '')], path);
  if (Array.isArray(node['anyOf'])) for (const one of node['anyOf']) add(one, path);
  if (node['items'] !== undefined) add(node['items'], `${path}[]`);
  for (const [key, inner] of Object.entries(isObject(node['properties']) ? node['properties'] : {})) {
    paths.add(`${path}.${key}`);
    add(inner, `${path}.${key}`);
  }
  return paths;
}

describe('the JSON report', () => {
  it.each([
    ['a full report', sampleReport()],
    ['an empty one', emptyReport()],
  ])('%s is what the schema says', (_, report) => {
    validate(JSON.parse(renderJson(report)));
    expect(validate.errors).toBeNull();
  });

  it('has every field of the schema, and the schema every field of the model', () => {
    const used = [...keyPaths(JSON.parse(renderJson(sampleReport())))].filter(
      (path) => !path.startsWith('.actions[].calls[]'),
    );
    expect(new Set(used)).toEqual(schemaPaths(schema));
  });

  it('lists the same values as the model', () => {
    const enumOf = (name: string): unknown => {
      const defs = schema['$defs'];
      const def = isObject(defs) ? defs[name] : undefined;
      return isObject(def) ? def['enum'] : undefined;
    };
    expect(enumOf('elementId')).toEqual([...ELEMENTS]);
    expect(enumOf('severity')).toEqual([...SEVERITIES]);
    expect(enumOf('coverageStatus')).toEqual([...COVERAGE_STATUSES]);
    expect(enumOf('suspectKind')).toEqual([...SUSPECT_KINDS]);
    expect(JSON.stringify(schema)).toContain(JSON.stringify([...LOG_KINDS]));
  });

  it('keeps the order of the contract, whatever order the report was made in', () => {
    const report = sampleReport();
    const { case: first, ...rest } = report;
    const findings = report.findings.map(({ id, element, ...others }) => ({ ...others, element, id }));
    const shuffled = { ...rest, findings, case: first };
    expect(renderJson(shuffled)).toBe(renderJson(report));
    expect(Object.keys(JSON.parse(renderJson(report)))).toEqual([
      'case',
      'scope',
      'suspects',
      'elements',
      'findings',
      'actions',
      'log',
      'notes',
      'timeline',
      'coverage',
      'evidence',
      'integrity',
      'generated',
      'overview',
      'exercise',
    ]);
  });

  it.each(Object.entries(HOSTILE))('prints nothing unseen and loses nothing: %s', (_, text) => {
    const json = renderJson(hostileReport(text));
    expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(hostileReport(text))));
  });
});
