import type {
  AccountPolicy,
  Delivery,
  DeliveryDestination,
  DeliverySource,
  ExportTask,
  LogGroupClass,
  MetricFilter,
  QueryStatistics,
  ResultField,
  SubscriptionFilter,
} from '@aws-sdk/client-cloudwatch-logs';

/** One line of a log. Times are milliseconds since 1970. */
export interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingestedAt: number;
}

export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  /** In the order of their timestamps. */
  readonly events: LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  /** Without the `:*` that policies want behind it. */
  readonly arn: string;
  readonly createdAt: number;
  readonly class: LogGroupClass;
  readonly streams: Map<string, LogStream>;
  readonly metricFilters: Map<string, MetricFilter>;
  readonly subscriptionFilters: Map<string, SubscriptionFilter>;
  /** Undefined: kept for ever. */
  retentionInDays: number | undefined;
  kmsKeyId: string | undefined;
  deletionProtection: boolean;
  dataProtection: DataProtection | undefined;
}

export interface DataProtection {
  readonly document: string;
  readonly updatedAt: number;
}

/** An export and when it will be done. */
export interface Export {
  readonly task: ExportTask;
  readonly startedAt: number;
  readonly doneAt: number;
}

/** A query of Logs Insights: what it found is shown the second time it is asked for. */
export interface LogsQuery {
  readonly id: string;
  readonly rows: readonly (readonly ResultField[])[];
  readonly statistics: QueryStatistics;
  status: 'Running' | 'Complete' | 'Cancelled';
}

/** CloudWatch Logs in one Region. */
export interface LogsState {
  readonly groups: Map<string, LogGroup>;
  readonly exports: Export[];
  readonly queries: Map<string, LogsQuery>;
  readonly accountPolicies: AccountPolicy[];
  readonly deliverySources: DeliverySource[];
  readonly deliveryDestinations: DeliveryDestination[];
  readonly deliveries: Delivery[];
}

/** A Region without logs. */
export function emptyLogs(): LogsState {
  return {
    groups: new Map(),
    exports: [],
    queries: new Map(),
    accountPolicies: [],
    deliverySources: [],
    deliveryDestinations: [],
    deliveries: [],
  };
}

interface NewGroup {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  readonly createdAt: number;
}

export function newLogGroup({ name, region, accountId, createdAt }: NewGroup): LogGroup {
  return {
    name,
    arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}`,
    createdAt,
    class: 'STANDARD',
    streams: new Map(),
    metricFilters: new Map(),
    subscriptionFilters: new Map(),
    retentionInDays: undefined,
    kmsKeyId: undefined,
    deletionProtection: false,
    dataProtection: undefined,
  };
}
