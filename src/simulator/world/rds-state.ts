/** A snapshot of a database instance or cluster that somebody made. */
export interface DbSnapshot {
  readonly id: string;
  /** The instance or cluster it is of. */
  readonly of: string;
  readonly engine: string;
  readonly createdAt: number;
  readonly encrypted: boolean;
  /** Accounts that may restore it, or `all`. */
  readonly sharedWith: Set<string>;
}

/** RDS in one Region: snapshots by id. */
export interface RdsState {
  readonly snapshots: Map<string, DbSnapshot>;
  readonly clusterSnapshots: Map<string, DbSnapshot>;
}
