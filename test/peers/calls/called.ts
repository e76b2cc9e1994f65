/** A text in the last answer of an earlier operation, by the path to it. */
export type Earlier = (operation: string, path: string) => string;

/** One call of a table: an operation and its input, which may need what was answered before. */
export type CalledOperation = readonly [operation: string, input: object | ((earlier: Earlier) => object)];

export const DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
});

export const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Not a policy: a text that is no JSON. */
export const NO_DOCUMENT = '{"Version": "2012-10-17", "Statement": [';
