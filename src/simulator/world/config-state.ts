import type { ConfigRule, ConfigurationRecorder } from '@aws-sdk/client-config-service';

/** A recorder, and whether it records. */
export interface KeptRecorder {
  readonly recorder: ConfigurationRecorder;
  readonly recording: boolean;
  /** Of its last start or stop, in milliseconds since 1970. */
  readonly since: number;
}

/** AWS Config in one Region: recorders and rules by name. */
export interface ConfigState {
  readonly recorders: Map<string, KeptRecorder>;
  readonly rules: Map<string, ConfigRule>;
}

export function newConfigState(): ConfigState {
  return { recorders: new Map(), rules: new Map() };
}
