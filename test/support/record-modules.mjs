// Loaded by --import before the program: writes every module that Node resolves, ESM or CommonJS, to a file.
import { appendFileSync } from 'node:fs';
import Module, { register } from 'node:module';

const file = process.env.HEPTAD_TEST_MODULES;
const hooks = `
import { appendFileSync } from 'node:fs';
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  appendFileSync(${JSON.stringify(file)}, resolved.url + '\\n');
  return resolved;
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (...args) {
  const resolved = resolveFilename.apply(this, args);
  appendFileSync(file, `${resolved}\n`);
  return resolved;
};
