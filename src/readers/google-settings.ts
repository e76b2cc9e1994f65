import { isObject } from '../base/json.ts';
import { at } from './record-members.ts';

/** Changes of who may do what and of what is logged, and the models that are put to work. Nothing else is taken over. */
const LISTS = [
  ['bindings', 'servicedata/policydelta/bindingdeltas', 'metadata/policydelta/bindingdeltas'],
  ['audit', 'servicedata/policydelta/auditconfigdeltas', 'metadata/policydelta/auditconfigdeltas'],
] as const;
const ITEM_MEMBERS = ['action', 'role', 'member', 'service', 'logType', 'exemptedMember'] as const;

const TEXTS = [
  ['model', 'request/deployedmodel/model', 'request/model/name'],
  ['artifact', 'request/model/artifacturi'],
  ['name', 'request/endpoint/displayname', 'request/model/displayname'],
  ['account', 'request/customjob/jobspec/serviceaccount', 'request/deployedmodel/serviceaccount'],
  ['sink_destination', 'request/sink/destination'],
  ['sink_filter', 'request/sink/filter'],
] as const;

/** The settings an entry tells, as JSON text; null = none told. */
export function googleSettings(payload: unknown): string | null {
  const found: Record<string, unknown> = {};
  for (const [name, ...paths] of LISTS) {
    const list = at(payload, ...paths);
    if (Array.isArray(list)) found[name] = list.map(item);
  }
  for (const [name, ...paths] of TEXTS) {
    const value = at(payload, ...paths);
    if (typeof value === 'string') found[name] = value;
  }
  return Object.keys(found).length === 0 ? null : JSON.stringify(found);
}

function item(value: unknown): object {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    ITEM_MEMBERS.filter((name) => typeof value[name] === 'string').map((name) => [name, value[name]]),
  );
}
