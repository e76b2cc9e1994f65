import { canonicalJson } from '../base/canonical-json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { type CloudCall, markedValue } from '../model/cloud-call.ts';

/** Clients whose name on the AWS command line differs. */
const COMMANDS: Readonly<Record<string, string>> = {
  'cloudwatch-logs': 'logs',
  'cost-explorer': 'ce',
  s3: 's3api',
};

/**
 * A call as a person would type it with the AWS CLI. What the plan fills in when it runs stands in angle brackets, so
 * that nobody pastes it as it is.
 */
export function awsCliCommand({ service, operation, region, input }: CloudCall): string {
  const name = COMMANDS[service] ?? service;
  const words = ['aws', name, kebab(operation)];
  const json = canonicalJson(shown(input));
  if (Object.keys(input).length > 0) words.push('--cli-input-json', quoted(json));
  return [...words, '--region', region].join(' ');
}

function shown(value: Json): Json {
  const marked = markedValue(value);
  if (marked !== null) {
    if (marked.mark === '$date' || marked.mark === '$bytes') return marked.value;
    if (marked.mark === '$secret') return '<a new password>';
    if (marked.mark === '$result') return `<from call ${String(marked.value)}>`;
  }
  if (Array.isArray(value)) return value.map((item: Json) => shown(item));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value as JsonObject).map(([key, member]) => [key, shown(member)]),
    );
  return value;
}

/** `PutUserPolicy` → `put-user-policy`, `CreateSAMLProvider` → `create-saml-provider`. */
function kebab(operation: string): string {
  return operation
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
