import type { ErrorObject } from 'ajv/dist/2020.js';
import { isObject } from '../base/json.ts';
import { listed, nearest } from '../base/text.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Path } from './source-document.ts';

type Fault = Pick<Diagnostic, 'what' | 'why' | 'fix' | 'rule'>;

/** Puts a schema error into words. A schema may give its own with `x-what`, `x-why` and `x-fix`. */
export function schemaFault(error: ErrorObject, path: Path): Fault {
  const subject = pathText(path);
  const words = WORDS[error.keyword] ?? otherwise;
  const fault = words({
    error,
    subject,
    params: asObject(error.params),
    schema: asObject(error.parentSchema),
  });
  return { ...fault, ...ownWords(error) };
}

/** A path as a person writes it: `elements.access.steps[2].title`. */
export function pathText(path: Path): string {
  if (path.length === 0) return 'the document';
  const text = path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${part}`)).join('');
  return `'${text.replace(/^\./, '')}'`;
}

interface Subject {
  readonly error: ErrorObject;
  readonly subject: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly schema: Readonly<Record<string, unknown>>;
}

const SHAPE = 'the schema of this kind of file asks for it';

const WORDS: Readonly<Record<string, (subject: Subject) => Fault>> = {
  additionalProperties: unknownProperty,
  required: ({ params, subject }) => ({
    what: `${subject} has no '${String(params['missingProperty'])}'`,
    why: 'it cannot be left out',
    fix: `add '${String(params['missingProperty'])}:'`,
    rule: 'schema-missing',
  }),
  type: ({ error, params, subject }) => ({
    what: `${subject} is ${kindOf(error.data)}, not ${typeText(params['type'])}`,
    why: SHAPE,
    fix: typeFix(params['type']),
    rule: 'schema-type',
  }),
  enum: ({ error, params, subject }) => enumFault(error.data, params['allowedValues'], subject),
  const: ({ error, params, subject }) => enumFault(error.data, [params['allowedValue']], subject),
  pattern: ({ error, params, subject }) => ({
    what: `${subject} is '${String(error.data)}', which does not have the form it needs`,
    why: `it has to match ${String(params['pattern'])}`,
    fix: 'write it in that form',
    rule: 'schema-pattern',
  }),
  minLength: ({ subject }) => empty(subject, 'a text'),
  minItems: ({ subject }) => empty(subject, 'at least one item'),
  minProperties: ({ subject }) => empty(subject, 'at least one member'),
  uniqueItems: ({ subject, params }) => ({
    what: `${subject} holds the same item twice (${Number(params['j']) + 1} and ${Number(params['i']) + 1})`,
    why: 'the second one adds nothing, so one of the two was meant to be another',
    fix: 'take one of them out',
    rule: 'schema-duplicate',
  }),
};

function unknownProperty({ error, params, schema }: Subject): Fault {
  const name = String(params['additionalProperty']);
  const known = Object.keys(asObject(schema['properties']));
  const missing = known.filter((candidate) => !Object.hasOwn(asObject(error.data), candidate));
  const close = nearest(name, missing) ?? nearest(name, known);
  return {
    what: `'${name}' is not a property that can stand here`,
    why: known.length === 0 ? SHAPE : `known here: ${listed(known)}`,
    fix: close === undefined ? `take '${name}' out` : `write '${close}'`,
    rule: 'schema-unknown',
  };
}

function enumFault(value: unknown, allowed: unknown, subject: string): Fault {
  const values = Array.isArray(allowed) ? allowed.map(String) : [];
  const close = nearest(String(value), values);
  return {
    what: `${subject} is '${shortText(value)}', which it cannot be`,
    why: `it can be ${listed(values, 'or')}`,
    fix:
      close === undefined
        ? `write ${values.length === 1 ? `'${values[0]}'` : 'one of these'}`
        : `write '${close}'`,
    rule: 'schema-choice',
  };
}

function empty(subject: string, needed: string): Fault {
  return {
    what: `${subject} is empty`,
    why: `it needs ${needed}`,
    fix: 'fill it in, or leave the property out',
    rule: 'schema-empty',
  };
}

function otherwise({ error, subject }: Subject): Fault {
  return {
    what: `${subject} ${error.message ?? 'does not fit the schema'}`,
    why: SHAPE,
    fix: 'change it so that it fits',
    rule: 'schema',
  };
}

function ownWords(error: ErrorObject): Partial<Fault> {
  const schema = asObject(error.parentSchema);
  const own: { what?: string; why?: string; fix?: string } = {};
  // A schema's own words are about its value as a whole: its form, or which of its members stand together.
  if (!['pattern', 'oneOf', 'anyOf', 'not', 'enum', 'const'].includes(error.keyword)) return own;
  if (typeof schema['x-what'] === 'string') own.what = schema['x-what'];
  if (typeof schema['x-why'] === 'string') own.why = schema['x-why'];
  if (typeof schema['x-fix'] === 'string') own.fix = schema['x-fix'];
  return own;
}

function typeText(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : [String(type)];
  return listed(
    types.map((name) => TYPE_NAMES[name] ?? name),
    'or',
  );
}

function typeFix(type: unknown): string {
  return type === 'string'
    ? 'write a text; put it in quotes if it reads as something else'
    : `write ${typeText(type)}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'empty',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return 'a text';
  return `the ${typeof value} ${JSON.stringify(value)}`;
}

function shortText(value: unknown): string {
  const text = typeof value === 'string' ? value : kindOf(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
