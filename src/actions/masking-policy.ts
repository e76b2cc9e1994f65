import { isObject, type Json, type JsonObject } from '../base/json.ts';

/** CloudWatch Logs user guide, "Types of data that you can protect". */
const IDENTIFIERS = ['AwsSecretKey', 'CreditCardNumber', 'EmailAddress', 'PhoneNumber-US', 'Ssn-US'].map(
  (name) => `arn:aws:dataprotection::aws:data-identifier/${name}`,
);

/**
 * A data protection policy that audits and masks. One that does both already stays as it is; of another the kinds of
 * data are taken over, since a Put replaces everything.
 */
export function maskingPolicy(existing: string | null): string {
  const known: unknown = existing === null ? null : JSON.parse(existing);
  const policy = isObject(known) ? (known as JsonObject) : null;
  const statements = statementsOf(policy);
  if (existing !== null && does(statements, 'Audit') && does(statements, 'Deidentify')) return existing;
  const named = statements.flatMap(({ DataIdentifier }) =>
    Array.isArray(DataIdentifier) ? DataIdentifier.map(String) : [],
  );
  // Both statements have to name the same kinds of data (API_PutDataProtectionPolicy).
  const DataIdentifier = [...new Set([...named, ...IDENTIFIERS])];
  const audit = statements.find((statement) => 'Audit' in operationOf(statement));
  return JSON.stringify({
    Name: policy?.['Name'] ?? 'mask-private-data',
    Description: policy?.['Description'] ?? '',
    Version: '2021-06-01',
    ...(policy?.['Configuration'] === undefined ? {} : { Configuration: policy['Configuration'] }),
    Statement: [
      {
        Sid: 'audit',
        DataIdentifier,
        Operation: audit === undefined ? { Audit: { FindingsDestination: {} } } : operationOf(audit),
      },
      { Sid: 'mask', DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } },
    ],
  });
}

function does(statements: readonly JsonObject[], operation: string): boolean {
  return statements.some((statement) => operation in operationOf(statement));
}

function operationOf({ Operation }: JsonObject): JsonObject {
  return isObject(Operation) ? Operation : {};
}

function statementsOf(policy: JsonObject | null): readonly JsonObject[] {
  const list: Json | undefined = policy?.['Statement'];
  return Array.isArray(list) ? (list.filter(isObject) as JsonObject[]) : [];
}
