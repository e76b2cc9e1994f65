import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { isObject } from '../base/json.ts';
import { SCHEMA_RULES } from '../documents/validate.ts';
import { ELEMENTS } from '../model/element.ts';
import { INPUT_TYPES } from '../model/playbook.ts';
import { SOURCE_IDS } from '../model/source.ts';
import { SUSPECT_KINDS } from '../model/suspect.ts';
import { playbookSchema } from './playbook-schema.ts';

function at(...path: readonly string[]): unknown {
  let value: unknown = playbookSchema();
  for (const part of path) value = isObject(value) ? value[part] : undefined;
  return value;
}

describe('schemas/playbook.schema.json', () => {
  it('is a valid JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ ...SCHEMA_RULES, validateSchema: true });
    ajv.addVocabulary(['x-what', 'x-why', 'x-fix']);
    expect(ajv.validateSchema(playbookSchema())).toBe(true);
    expect(ajv.compile(playbookSchema())).toBeTypeOf('function');
  });

  it('does not drift from the model', () => {
    expect(at('$defs', 'source', 'enum')).toEqual(SOURCE_IDS);
    expect(at('$defs', 'suspectKind', 'enum')).toEqual(SUSPECT_KINDS);
    expect(at('$defs', 'input', 'properties', 'type', 'enum')).toEqual(INPUT_TYPES);
    expect(at('properties', 'elements', 'required')).toEqual(ELEMENTS);
    expect(Object.keys(at('properties', 'elements', 'properties') ?? {})).toEqual(ELEMENTS);
  });
});
