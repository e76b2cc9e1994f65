import type {
  _InstanceType,
  FlowLog,
  IpPermission,
  SecurityGroup,
  Snapshot,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';

export interface Instance {
  readonly id: string;
  readonly imageId: string;
  readonly type: _InstanceType;
  readonly launchedAt: number;
  readonly address: string;
  readonly volumeId: string;
  readonly profileArn: string | undefined;
  /** The first is the primary one. */
  readonly interfaces: readonly [InterfaceEntry, ...InterfaceEntry[]];
  protected: boolean;
  metadata: { readonly endpoint: 'enabled' | 'disabled'; readonly tokens: 'optional' | 'required' };
  /** Where it goes, and since when. */
  wanted: 'running' | 'stopped' | 'terminated';
  since: number;
}

export interface InterfaceEntry {
  readonly id: string;
  readonly address: string;
  /** Ids of its security groups. */
  groups: readonly string[];
}

export interface SecurityGroupEntry {
  readonly shown: Omit<SecurityGroup, 'IpPermissions' | 'IpPermissionsEgress'>;
  ingress: readonly IpPermission[];
  egress: readonly IpPermission[];
}

/** EC2 in one Region, each by id. */
export interface Ec2State {
  readonly instances: Map<string, Instance>;
  readonly groups: Map<string, SecurityGroupEntry>;
  readonly snapshots: Map<string, Snapshot>;
  readonly endpoints?: ReadonlyMap<string, VpcEndpoint>;
  readonly flowLogs?: ReadonlyMap<string, FlowLog>;
  /** Whom a snapshot is shared with, by its id: accounts, or `all`. */
  readonly sharing: Map<string, Set<string>>;
}
