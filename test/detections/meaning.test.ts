import { beforeAll, describe, expect, it } from 'vitest';
import { byRule, detectIn, event } from '../support/detect-in.ts';

/** What each event is there for stands in its id. */
const EVENTS = [
  event('plain', {}),
  event('upper', { eventName: 'LISTUSERS', userAgent: 'Boto3/1.34' }),
  event('denied', { errorCode: 'AccessDenied', errorMessage: 'not 100% allowed_here' }),
  event('underscore', { errorMessage: 'not 100x allowedxhere', errorCode: 'Other' }),
  event('nested', {
    eventName: 'Deep',
    requestParameters: { a: { b: { c: 'Value' } }, n: 5, flag: true, empty: '', none: null },
  }),
  event('list', {
    eventName: 'Deep',
    requestParameters: { a: [{ b: { c: 'other' } }, { b: [{ c: ['x', 'VALUE'] }] }], n: 12 },
  }),
  event('object', { eventName: 'Deep', requestParameters: { a: { b: { d: 'inside' } }, n: '7.5' } }),
  event('self', { eventName: 'Deep', requestParameters: { userName: 'Marta' } }),
  event('outside', { sourceIPAddress: '203.0.113.77' }),
  event('six', { sourceIPAddress: '2001:db8:1::7' }),
  event('service', { sourceIPAddress: 'bedrock.amazonaws.com' }),
  event('encoded', {
    requestParameters: { userData: Buffer.from('x curl http://192.0.2.1/x').toString('base64') },
  }),
  event('wide', { requestParameters: { userData: Buffer.from('secret', 'utf16le').toString('base64') } }),
  event('night', { eventTime: '2026-01-15T23:30:00Z' }),
  event('resource', {
    resources: [{ ARN: 'arn:aws:s3:::one', type: 'AWS::S3::Bucket' }, { ARN: 'arn:aws:s3:::two' }],
  }),
  event('slashes', { userAgent: String.raw`c:\tools\*\x?.exe` }),
  event('dash', { userAgent: 'tool \u2013enc' }),
];

/** The detection of each rule, and the events it is to be met by. */
const RULES: Readonly<Record<string, readonly [detection: string, events: readonly string[]]>> = {
  'case is ignored': ['s: { eventName: listusers, userAgent: BOTO3/1.34 }', ['upper']],
  'cased is not': ['s: { eventName|cased: LISTUSERS }', ['upper']],
  'a list is any': ['s: { userAgent: [boto3/1.34, nothing], eventName: ListUsers }', ['upper']],
  wildcards: ["s: { userAgent: 'boto?/*' }", ['upper']],
  contains: ['s: { errorMessage|contains: ALLOWED_HERE }', ['denied']],
  'percent and underscore are letters': ["s: { errorMessage: 'not 100% *allowed_h?re' }", ['denied']],
  startswith: ['s: { errorMessage|startswith: not 100%, errorCode|endswith: denied }', ['denied']],
  'contains all': ["s: { errorMessage|contains|all: ['100', 'allowed'] }", ['denied', 'underscore']],
  'a path into JSON': ['s: { requestParameters.a.b.c: value }', ['nested', 'list']],
  'an object as its text': ['s: { requestParameters.a.b|contains: INSIDE }', ['object']],
  'the whole document': ["s: { requestParameters|contains: 'inside' }", ['object']],
  'a number': ['s: { requestParameters.n: 5 }', ['nested']],
  'numbers in order': ['s: { requestParameters.n|gt: 5, requestParameters.n|lte: 12 }', ['list', 'object']],
  'a truth': ['s: { requestParameters.flag: true }', ['nested']],
  'an empty text': ["s: { requestParameters.empty: '' }", ['nested']],
  null: ['s: { requestParameters.n: null, eventName: Deep }', ['self']],
  'null in JSON': ['s: { requestParameters.none: null, requestParameters.flag: true }', ['nested']],
  exists: ['s: { requestParameters.a|exists: true }', ['nested', 'list', 'object']],
  'exists not': ['s: { requestParameters.a|exists: false, eventName: Deep }', ['self']],
  'anything is something': ["s: { requestParameters.a|contains: '*' }", ['nested', 'list', 'object']],
  'another field': ['s: { userIdentity.userName|fieldref: requestParameters.userName }', ['self']],
  'another field at the end': [
    's: { userIdentity.arn|fieldref|endswith: requestParameters.userName }',
    ['self'],
  ],
  'a network': ['s: { sourceIPAddress|cidr: 203.0.113.64/26 }', ['outside']],
  'a network of IPv6': ['s: { sourceIPAddress|cidr: 2001:db8::/32 }', ['six']],
  re: ["s: { sourceIPAddress|re: '^203\\..*7$' }", ['outside']],
  're keeps case': ["s: { eventName|re: '^LIST' }", ['upper']],
  're with i': ["s: { errorCode|re|i: '^access' }", ['denied']],
  'base64 inside': ["s: { requestParameters.userData|base64offset|contains: 'curl http' }", ['encoded']],
  wide: ['s: { requestParameters.userData|wide|base64: secret }', ['wide']],
  hour: ['s: { eventTime|hour: [22, 23] }', ['night']],
  'a list of structs': ["s: { resources.ARN|endswith: ':two' }", ['resource']],
  backslashes: [String.raw`s: { userAgent: 'c:\tools\\\*\*\?.exe' }`, []],
  escapes: [String.raw`s: { userAgent: 'c:\tools\\\*\x\?.exe' }`, ['slashes']],
  windash: ["s: { userAgent|windash|contains: ' -enc' }", ['dash']],
  neq: ['s: { errorCode|neq: Other, errorCode: "*" }', ['denied']],
  keywords: ["s: ['203.0.113.77', 'boto3']", ['upper', 'outside']],
  'all keywords': ["s: { '|all': ['boto3', 'LISTUSERS'] }", ['upper']],
  'a list of mappings': ['s: [{ errorCode: Other }, { userAgent: boto3/1.34 }]', ['upper', 'underscore']],
};

const CONDITIONS: Readonly<Record<string, readonly [condition: string, events: readonly string[]]>> = {
  'not of what is missing': ['deep and not value', ['object', 'self']],
  '1 of': ['deep and 1 of val*', ['nested', 'list']],
  'all of them': ['all of them', []],
  'not binds first': ['not deep and denied or value', ['denied', 'nested', 'list']],
  parentheses: ['deep and (value or denied)', ['nested', 'list']],
};

const SEARCHES = `
  deep: { eventName: Deep }
  value: { requestParameters.a.b.c: value }
  denied: { errorCode: AccessDenied }
  _hidden: { eventName: Never }`;

function rule(name: string, detection: string): string {
  return `title: "${name}"\nname: "${name}"\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n${detection}\n`;
}

describe('what a rule means', () => {
  let met: ReturnType<typeof byRule>;

  beforeAll(async () => {
    const rules = [
      ...Object.entries(RULES).map(([name, [search]]) => rule(name, `  ${search}\n  condition: s`)),
      ...Object.entries(CONDITIONS).map(([name, [condition]]) =>
        rule(name, `${SEARCHES}\n  condition: ${condition}`),
      ),
    ];
    const found = await detectIn({ cloudtrail: EVENTS }, rules.join('---\n'));
    expect([...found.set.refused, ...found.refused]).toEqual([]);
    met = byRule(found);
  });

  it.each([...Object.entries(RULES), ...Object.entries(CONDITIONS)])('%s', (name, [, events]) => {
    const hits = met[name];
    expect(hits?.events.toSorted()).toEqual([...events].toSorted());
    expect(hits?.count).toBe(events.length);
  });
});
