import { isObject } from '../base/json.ts';
import { at, jsonOf } from './record-members.ts';

/** Settings that decide who gets in, what is filtered and what is logged. Nothing else of a body is taken over. */
const WANTED = [
  'disablelocalauth',
  'publicnetworkaccess',
  'networkacls/defaultaction',
  'restrictoutboundnetworkaccess',
  'raipolicyname',
  'basepolicyname',
  'mode',
  'model/name',
  'model/version',
  'roledefinitionid',
  'principalid',
  'principaltype',
] as const;

const LISTS = ['contentfilters', 'logs'] as const;
const ITEM_MEMBERS = ['name', 'source', 'enabled', 'blocking', 'severityThreshold', 'category'] as const;

/** The settings in the request and answer of an operation, as JSON text by their names in lower case; null = none told. */
export function azureSettings(properties: unknown): string | null {
  const found: Record<string, unknown> = {};
  for (const body of [at(properties, 'responsebody'), at(properties, 'requestbody')]) {
    const inner = at(body, 'properties') ?? body;
    for (const path of WANTED) {
      const value = at(inner, path);
      if (['string', 'number', 'boolean'].includes(typeof value)) found[path.replace('/', '_')] = value;
    }
    for (const name of LISTS) {
      const list = jsonOf(at(inner, name));
      if (Array.isArray(list)) found[name] = list.map(item);
    }
  }
  return Object.keys(found).length === 0 ? null : JSON.stringify(found);
}

function item(value: unknown): object {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    ITEM_MEMBERS.filter((name) => ['string', 'number', 'boolean'].includes(typeof value[name])).map(
      (name) => [name, value[name]],
    ),
  );
}
