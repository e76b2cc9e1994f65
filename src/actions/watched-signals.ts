import { PANEL_THRESHOLDS } from '../model/panel-thresholds.ts';

/** A thing in the trail's log group that has to ring. */
export interface WatchedSignal {
  readonly name: string;
  /** In the filter language of CloudWatch Logs. */
  readonly pattern: string;
  readonly description: string;
  /** Seconds. */
  readonly period: number;
  readonly threshold: number;
}

const call = (name: string, description: string): WatchedSignal => ({
  name,
  pattern: `{ $.eventName = "${name}" }`,
  description,
  period: 300,
  threshold: 1,
});

const { warning: REFUSALS } = PANEL_THRESHOLDS['access-denied'];

/** One call of each signal of R28 (FACTS section 5), and the panels of source 001 that a trail tells. */
export const TRAIL_SIGNALS: readonly WatchedSignal[] = [
  call('StopLogging', 'ring when a trail is stopped (I6)'),
  call('DeleteTrail', 'ring when a trail is deleted (I6)'),
  call('DeleteDetector', 'ring when GuardDuty is turned off (I7)'),
  call('DeleteLogGroup', 'ring when a log group is deleted (I8)'),
  call('DeleteModelInvocationLoggingConfiguration', 'ring when the invocation log is turned off (M1)'),
  call('PutModelInvocationLoggingConfiguration', 'ring when the invocation log is changed (M1)'),
  call('UpdateGuardrail', 'ring when a guardrail is changed (M3)'),
  call('DeleteGuardrail', 'ring when a guardrail is deleted (M3)'),
  call('CreateFoundationModelAgreement', 'ring when access to a model is taken (M5)'),
  call('CreateServiceSpecificCredential', 'ring when a Bedrock API key is made (A3)'),
  {
    name: 'callWithBearerToken',
    pattern: '{ $.additionalEventData.callWithBearerToken IS TRUE }',
    description: 'ring when a Bedrock API key is used (A4)',
    period: 300,
    threshold: 1,
  },
  {
    // Source 001, panel "Access Denied Events".
    name: 'BedrockAccessDenied',
    pattern: '{ ($.eventSource = "bedrock*") && ($.errorCode = "AccessDenied*") }',
    description: `ring at ${REFUSALS} refusals of Bedrock in an hour (panel: access denied)`,
    period: 3600,
    threshold: REFUSALS,
  },
];
