import { isObject } from '../../base/json.ts';

/** A policy in one shape: every "one or several" is a list. */
export interface PolicyDocument {
  readonly version: string;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** The list says what is meant by all but these. */
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly notResources: boolean;
  /** Absent in identity policies. */
  readonly principals: Principals | undefined;
  readonly conditions: readonly Condition[];
}

export interface Principals {
  readonly not: boolean;
  /** `*` stands for everybody. */
  readonly everybody: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What is wrong with a text that was to be a policy. */
export interface PolicyFault {
  readonly fault: string;
}

/** Whether a policy grants to principals of the account, or to others: identity policies name no principal. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** Reads a policy's JSON; the fault is in the words of AWS's MalformedPolicyDocument. */
export function readPolicy(text: string, kind: PolicyKind): PolicyDocument | PolicyFault {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: 'This policy contains invalid Json' };
    throw error;
  }
  if (!isObject(parsed)) return { fault: 'Syntax errors in policy.' };
  const statements = listOf(parsed['Statement']);
  if (statements.length === 0) return { fault: 'Syntax errors in policy.' };
  const read = statements.map((statement) => readStatement(statement, kind));
  const fault = read.find((statement) => 'fault' in statement);
  if (fault !== undefined) return fault;
  const version = parsed['Version'];
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17')
    return { fault: 'Syntax errors in policy.' };
  return {
    version: version ?? '2008-10-17',
    statements: read.flatMap((statement) => ('fault' in statement ? [] : [statement])),
  };
}

/** Reads a policy that is known to be one, such as AWS's own. */
export function knownPolicy(document: object): PolicyDocument {
  const read = readPolicy(JSON.stringify(document), 'identity');
  if ('fault' in read) throw new TypeError(`a policy of the simulated account is malformed: ${read.fault}`);
  return read;
}

function readStatement(value: unknown, kind: PolicyKind): Statement | PolicyFault {
  if (!isObject(value)) return { fault: 'Syntax errors in policy.' };
  const effect = value['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return { fault: 'Syntax errors in policy.' };
  const actions = textsOf(value['Action'] ?? value['NotAction']);
  if (actions.length === 0) return { fault: 'Policy statement must contain actions.' };
  const vendor = actions.find((action) => action !== '*' && !action.includes(':'));
  if (vendor !== undefined)
    return { fault: 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.' };
  const resources = textsOf(value['Resource'] ?? value['NotResource']);
  if (kind !== 'trust' && resources.length === 0)
    return { fault: 'Policy statement must contain resources.' };
  const principals = readPrincipals(value);
  if (kind === 'identity' && principals !== undefined)
    return { fault: 'Policy document should not specify a principal.' };
  if (kind !== 'identity' && principals === undefined) return { fault: 'Missing required field Principal' };
  return {
    sid: typeof value['Sid'] === 'string' ? value['Sid'] : undefined,
    effect,
    actions,
    notActions: value['Action'] === undefined,
    resources: kind === 'trust' ? ['*'] : resources,
    notResources: kind !== 'trust' && value['Resource'] === undefined,
    principals,
    conditions: readConditions(value['Condition']),
  };
}

function readPrincipals(statement: Readonly<Record<string, unknown>>): Principals | undefined {
  const value = statement['Principal'] ?? statement['NotPrincipal'];
  if (value === undefined) return undefined;
  const map = isObject(value) ? value : { AWS: value };
  const aws = textsOf(map['AWS']);
  return {
    not: statement['Principal'] === undefined,
    everybody: aws.includes('*'),
    aws,
    services: textsOf(map['Service']),
  };
}

function readConditions(value: unknown): readonly Condition[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) }))
      : [],
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? [String(item)] : [],
  );
}
