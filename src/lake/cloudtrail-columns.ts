/**
 * The table `cloudtrail`: the columns and structs of AWS's official Athena CloudTrail table, then the newer top-level
 * fields, all text as Athena's JSON SerDe gives them.
 * https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
 */

/** Columns that hold text; an object or array in one of `SCALARS` does not fit. By the record's own key. */
export const SCALARS = [
  'eventVersion',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestID',
  'eventID',
  'eventType',
  'apiVersion',
  'readOnly',
  'recipientAccountId',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'sessionCredentialFromConsole',
  'managementEvent',
] as const;

/** Columns that hold whatever JSON the record has, as text. */
export const DOCUMENTS = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'edgeDeviceDetails',
  'eventContext',
  'insightDetails',
] as const;

const USER_IDENTITY = {
  type: 'VARCHAR',
  principalId: 'VARCHAR',
  arn: 'VARCHAR',
  accountId: 'VARCHAR',
  invokedBy: 'VARCHAR',
  accessKeyId: 'VARCHAR',
  userName: 'VARCHAR',
  onBehalfOf: { userId: 'VARCHAR', identityStoreArn: 'VARCHAR' },
  sessionContext: {
    attributes: { mfaAuthenticated: 'VARCHAR', creationDate: 'VARCHAR' },
    sessionIssuer: {
      type: 'VARCHAR',
      principalId: 'VARCHAR',
      arn: 'VARCHAR',
      accountId: 'VARCHAR',
      userName: 'VARCHAR',
    },
    ec2RoleDelivery: 'VARCHAR',
    webIdFederationData: { federatedProvider: 'VARCHAR', attributes: 'MAP(VARCHAR, VARCHAR)' },
  },
};

/** Columns that are structs or lists of structs, each with the structure `from_json` reads it by. */
export const STRUCTS = {
  userIdentity: USER_IDENTITY,
  resources: [{ ARN: 'VARCHAR', accountId: 'VARCHAR', type: 'VARCHAR' }],
  addendum: {
    reason: 'VARCHAR',
    updatedFields: 'VARCHAR',
    originalRequestID: 'VARCHAR',
    originalEventID: 'VARCHAR',
  },
  tlsDetails: { tlsVersion: 'VARCHAR', cipherSuite: 'VARCHAR', clientProvidedHostHeader: 'VARCHAR' },
} as const;

/** The order of the columns: that of AWS's table first. */
export const CLOUDTRAIL_ORDER = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'resources',
  'eventType',
  'apiVersion',
  'readOnly',
  'recipientAccountId',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'addendum',
  'sessionCredentialFromConsole',
  'edgeDeviceDetails',
  'tlsDetails',
  'managementEvent',
  'eventContext',
  'insightDetails',
] as const;

/**
 * Fields of `userIdentity` that queries ask for again and again: a part also has each of them as a column of its own,
 * which is read several times faster than a field inside a struct, and can be pruned by.
 */
export const LEAVES = [
  'type',
  'arn',
  'accountId',
  'invokedBy',
  'accessKeyId',
  'userName',
  'sessionContext.sessionIssuer.arn',
  'sessionContext.sessionIssuer.userName',
] as const;

/** The name of a leaf's column. */
export function leafColumn(leaf: (typeof LEAVES)[number]): string {
  return `useridentity.${leaf.toLowerCase()}`;
}

/** A column with the text of these two leaves: whose the identity is, as its own or as a session's role. */
export const LEAF_PAIR = {
  column: 'useridentity.arns',
  of: ['arn', 'sessionContext.sessionIssuer.arn'],
} as const;

/** The way back to the original bytes, on every row of every table. */
export const PROVENANCE = ['evidence', 'record', 'byte_offset', 'byte_length'] as const;

/** What is wrong with a record, as bits of the internal column `flags`. */
export const FLAGS = {
  1: 'eventTime is missing',
  2: 'eventTime is not a time',
  4: 'eventTime is not in ISO 8601 form; the column holds it in that form',
  8: 'eventID is missing',
  16: 'userIdentity is missing',
  32: 'eventName or eventSource is missing',
} as const;
