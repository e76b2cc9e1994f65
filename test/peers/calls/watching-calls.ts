import type { CalledOperation } from './called.ts';

const AlternateContactType = 'SECURITY';
const contact = {
  Name: 'Security on call',
  Title: 'Head of security',
  EmailAddress: 'security@example.com',
  PhoneNumber: '+1-555-0100',
  AlternateContactType,
};

/** Account: the alternate contacts. */
export const ACCOUNT_CALLS: readonly CalledOperation[] = [
  ['GetAlternateContact', { AlternateContactType }],
  ['PutAlternateContact', contact],
  ['GetAlternateContact', { AlternateContactType }],
  ['PutAlternateContact', { ...contact, Name: 'Night watch' }],
  ['GetAlternateContact', { AlternateContactType }],
  ['GetAlternateContact', { AlternateContactType: 'BILLING' }],
  ['DeleteAlternateContact', { AlternateContactType }],
  ['DeleteAlternateContact', { AlternateContactType }],
  ['GetAlternateContact', { AlternateContactType }],
];

const Name = 'watch-trails';
const EventPattern = JSON.stringify({ detail: { eventName: ['StopLogging'] } });
const target = { Id: 'topic', Arn: 'arn:aws:sns:us-east-1:111122223333:security' };

/** EventBridge: rules and their targets. */
export const EVENTBRIDGE_CALLS: readonly CalledOperation[] = [
  ['ListRules', {}],
  ['PutRule', { Name, EventPattern }],
  ['PutRule', { Name: 'every-day', ScheduleExpression: 'rate(1 day)', State: 'DISABLED' }],
  ['PutRule', { Name, EventPattern: 'StopLogging' }],
  ['PutRule', { Name: 'nothing' }],
  ['ListRules', {}],
  ['ListRules', { NamePrefix: 'watch' }],
  ['ListRules', { NamePrefix: 'absent' }],
  ['ListRules', { EventBusName: 'absent' }],
  ['DescribeRule', { Name }],
  ['DescribeRule', { Name: 'absent' }],
  ['PutTargets', { Rule: Name, Targets: [target] }],
  ['PutTargets', { Rule: 'absent', Targets: [target] }],
  ['ListTargetsByRule', { Rule: Name }],
  ['ListTargetsByRule', { Rule: 'absent' }],
  ['DeleteRule', { Name }],
  ['RemoveTargets', { Rule: Name, Ids: ['topic'] }],
  ['RemoveTargets', { Rule: 'absent', Ids: ['topic'] }],
  ['ListTargetsByRule', { Rule: Name }],
  ['DeleteRule', { Name }],
  ['DescribeRule', { Name }],
  ['DeleteRule', { Name: 'absent' }],
  ['ListRules', {}],
];
