import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isObject } from '../base/json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { schemaFault } from './schema-fault.ts';
import type { Path, SourceDocument } from './source-document.ts';

/** A fault of a document's shape, with the path it is about, so that later checks can pass that part over. */
export interface ShapeFault {
  readonly diagnostic: Diagnostic;
  readonly path: Path;
}

/**
 * Checks a document against a JSON Schema 2020-12. One fault for each mistake: what the branches of an `if` or a
 * `oneOf` say is told once, by the schema's own words (`x-what`, `x-fix`).
 */
export function validate(document: SourceDocument, schema: object): readonly ShapeFault[] {
  const check = compiled(schema);
  if (check(document.value)) return [];
  const errors = check.errors ?? [];
  const wrongTypes = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map((error) => error.instancePath),
  );
  const telling = errors.filter((error) => !isNoise(error, wrongTypes));
  return telling.map((error) => shapeFault(document, error));
}

/** What ajv holds schemas to. Our own are judged against the meta-schema by a test, not at each start: it takes 60 ms. */
export const SCHEMA_RULES = { strict: true, strictRequired: false, allowUnionTypes: true } as const;

const cache = new WeakMap<object, ValidateFunction>();

function compiled(schema: object): ValidateFunction {
  const known = cache.get(schema);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({
    ...SCHEMA_RULES,
    allErrors: true,
    verbose: true,
    validateSchema: false,
    addUsedSchema: false,
  });
  ajv.addVocabulary(['x-what', 'x-why', 'x-fix']);
  const check = ajv.compile(schema);
  cache.set(schema, check);
  return check;
}

/** What stands inside a failed `oneOf`, `anyOf`, `not` or `if` repeats what that keyword tells itself. */
function isNoise(error: ErrorObject, wrongTypes: ReadonlySet<string>): boolean {
  if (error.keyword === 'if' || error.keyword === 'propertyNames') return true;
  if (/\/(oneOf|anyOf|not)\//.test(error.schemaPath)) return true;
  // A value of the wrong type fails every other keyword as well.
  return error.keyword !== 'type' && wrongTypes.has(error.instancePath);
}

function shapeFault(document: SourceDocument, error: ErrorObject): ShapeFault {
  const parent = pathOf(document.value, error.instancePath);
  const name = error.propertyName ?? memberName(error, 'additionalProperty');
  const path = name === undefined ? parent : [...parent, name];
  const place = name === undefined ? document.at(path) : document.keyAt(path);
  return { path, diagnostic: { file: document.file, ...place, ...schemaFault(error, path) } };
}

/** The JSON pointer as a path; parts that index a list become numbers. */
function pathOf(root: unknown, pointer: string): Path {
  const path: (string | number)[] = [];
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const name = decodeURIComponent(part.replaceAll('~1', '/').replaceAll('~0', '~'));
    path.push(Array.isArray(value) ? Number(name) : name);
    value = member(value, name);
  }
  return path;
}

function member(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value[Number(name)];
  return isObject(value) ? value[name] : undefined;
}

function memberName(error: ErrorObject, param: string): string | undefined {
  const params: unknown = error.params;
  const name = isObject(params) ? params[param] : undefined;
  return typeof name === 'string' ? name : undefined;
}
