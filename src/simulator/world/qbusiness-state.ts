import type {
  Application,
  AssociatePermissionRequest,
  GetChatControlsConfigurationResponse,
  GetPluginResponse,
} from '@aws-sdk/client-qbusiness';

/** A run of a data source's connector. Its status follows from the clock. */
export interface SyncJobEntry {
  readonly executionId: string;
  readonly startedAt: number;
  stoppedAt: number | undefined;
}

export interface QApplicationEntry {
  readonly shown: Application;
  readonly plugins: Map<string, GetPluginResponse>;
  /** Runs by `index/data source`; a source that is not here does not exist. */
  readonly sources: Map<string, SyncJobEntry[]>;
  /** The statements of its policy, by id. */
  readonly permissions: Map<string, AssociatePermissionRequest>;
  controls: GetChatControlsConfigurationResponse;
}

/** Q Business in one Region: applications by id. */
export interface QBusinessState {
  readonly applications: Map<string, QApplicationEntry>;
}
