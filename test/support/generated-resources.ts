import fc from 'fast-check';
import { ANALYST, OPERATOR } from './action-checks.ts';
import { drawn, policyOn, REGION, sometimes, there } from './drawn-state.ts';

const OTHERS = ['444455556666', '123456789012', 'all'];
const accounts = fc.uniqueArray(fc.constantFrom(...OTHERS));

export const guardrails = drawn(
  {
    words: fc.uniqueArray(fc.constantFrom('password', 'salary', 'codename'), { minLength: 1 }),
    message: fc.constantFrom('No.', 'Weakened.'),
    description: sometimes(fc.constantFrom('Of the portal', 'Changed')),
    enforced: fc.boolean(),
  },
  (world, { words, message, description, enforced }) => {
    const { guardrails: all, assets } = world.bedrock(REGION);
    const own = there(all, 'grexample002');
    const { description: _description, ...draft } = own.draft;
    own.draft = {
      ...draft,
      blockedInputMessaging: message,
      wordPolicy: { words: words.map((text) => ({ text })), managedWordLists: [] },
      ...(description === undefined ? {} : { description }),
    };
    if (!enforced) assets.enforced.clear();
  },
);

export const agents = drawn(
  {
    refuses: fc.boolean(),
    version: fc.constantFrom('1', '2'),
    description: sometimes(fc.constant('The one that customers reach')),
    disabled: fc.boolean(),
    knowledge: fc.constantFrom('ENABLED' as const, 'DISABLED' as const),
  },
  (world, { refuses, version, description, disabled, knowledge }) => {
    const own = there(world.agents(REGION).agents, 'AGEXAMPLE1');
    own.versions.set('2', there(own.versions, '1'));
    const alias = there(own.aliases, 'ALEXAMPLE1');
    own.aliases.set('ALEXAMPLE1', {
      ...alias,
      description,
      aliasInvocationState: refuses ? 'REJECT_INVOCATIONS' : 'ACCEPT_INVOCATIONS',
      routingConfiguration: [{ agentVersion: version }],
    });
    const group = there(own.draft.actionGroups, 'ACEXAMPLE1');
    own.draft.actionGroups.set('ACEXAMPLE1', {
      ...group,
      actionGroupState: disabled ? 'DISABLED' : 'ENABLED',
    });
    const base = there(own.draft.knowledgeBases, 'KBEXAMPLE1');
    own.draft.knowledgeBases.set('KBEXAMPLE1', { ...base, knowledgeBaseState: knowledge });
  },
);

export const snapshots = drawn(
  { volumes: accounts, databases: accounts },
  (world, { volumes, databases }) => {
    const { snapshots: known, sharing } = world.ec2(REGION);
    const SnapshotId = 'snap-0example00000001';
    known.set(SnapshotId, { SnapshotId, VolumeId: 'vol-0example000000001', State: 'completed' });
    sharing.set(SnapshotId, new Set(volumes));
    const { sharedWith } = there(world.rds(REGION).snapshots, 'orders-primary-2026-01-14');
    sharedWith.clear();
    for (const one of databases) sharedWith.add(one);
  },
);

export const instances = drawn(
  {
    isProtected: fc.boolean(),
    endpoint: fc.constantFrom('enabled' as const, 'disabled' as const),
    tokens: fc.constantFrom('optional' as const, 'required' as const),
    groups: fc.shuffledSubarray(['sg-0example0isolation', 'own'], { minLength: 1 }),
  },
  (world, { isProtected, endpoint, tokens, groups }) => {
    const { instances: all, groups: known } = world.ec2(REGION);
    const own = there(all, 'i-0example0000000001');
    const other = [...known.keys()].find((id) => id !== 'sg-0example0isolation') ?? '';
    own.protected = isProtected;
    own.metadata = { endpoint, tokens };
    // They have no order.
    own.interfaces[0].groups = groups.map((id) => (id === 'own' ? other : id)).toSorted();
  },
);

export const organizations = drawn(
  { parent: fc.constantFrom('ou-exam-workload', 'root'), attached: fc.boolean() },
  ({ organization }, { parent, attached }) => {
    const account = there(organization.nodes, '111122223333');
    const units = [...organization.nodes.values()];
    const unit = units.find(({ kind, name }) =>
      parent === 'root' ? kind === 'ROOT' : kind === 'ORGANIZATIONAL_UNIT' && name === 'workloads',
    );
    account.parent = unit?.id;
    for (const { id, name } of organization.policies.values())
      if (name === 'isolate') account.attached.delete(id);
    for (const { id, name } of organization.policies.values())
      if (name === 'heptad-stop-inference' && attached) account.attached.add(id);
  },
);

export const runtimes = drawn(
  {
    version: fc.constantFrom('1', '2'),
    mode: fc.constantFrom('ENFORCE' as const, 'LOG_ONLY' as const),
    policy: sometimes(
      policyOn(
        'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/support_agent-example001',
        'bedrock-agentcore:InvokeAgentRuntime',
      ),
    ),
    limited: fc.boolean(),
  },
  (world, { version, mode, policy, limited }) => {
    const state = world.agentCore(REGION);
    const endpoint = there(there(state.runtimes, 'support_agent-example001').endpoints, 'DEFAULT');
    Object.assign(endpoint, { liveVersion: version, targetVersion: version, changedAt: 0 });
    const gateway = there(state.gateways, 'support-tools-example001');
    const { policyEngineConfiguration: engine } = gateway.shown;
    gateway.shown = {
      ...gateway.shown,
      ...(engine === undefined ? {} : { policyEngineConfiguration: { ...engine, mode } }),
    };
    state.policies.clear();
    const arn = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/support_agent-example001';
    if (policy !== undefined) state.policies.set(arn, policy);
    gateway.rateLimits.clear();
    const at = new Date(0);
    const dimension = '$.context.iam.principal';
    const shown = {
      rateLimitId: 'callers',
      gatewayIdentifier: 'support-tools-example001',
      dimensionKeys: [dimension],
      entries: [{ dimensions: { [dimension]: '*' }, requests: [{ rate: 60, period: 'minute' as const }] }],
      createdAt: at,
      updatedAt: at,
    };
    if (limited) gateway.rateLimits.set('callers', { shown, changedAt: 0, meanwhile: 'CREATING' });
  },
);

export const assistants = drawn(
  {
    state: fc.constantFrom('ENABLED' as const, 'DISABLED' as const),
    creator: fc.constantFrom('ENABLED' as const, 'DISABLED' as const),
    phrases: fc.uniqueArray(fc.constantFrom('payroll', 'merger')),
  },
  (world, { state, creator, phrases }) => {
    const own = there(world.qbusiness(REGION).applications, '0example-0000-4000-8000-application1');
    const [id = '', plugin] = [...own.plugins][0] ?? [];
    if (plugin !== undefined) own.plugins.set(id, { ...plugin, state });
    own.controls = {
      ...own.controls,
      creatorModeConfiguration: { creatorModeControl: creator },
      blockedPhrases: { blockedPhrases: phrases },
    };
  },
);

export const endpoints = drawn(
  { weights: fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(1, 3)), running: fc.boolean() },
  (world, { weights, running }) => {
    const { endpoints: all, notebooks } = world.sagemaker(REGION);
    const own = all.get('support-reranker');
    if (own !== undefined) {
      own.shares = new Map([
        ['AllTraffic', { weight: weights[0], instances: 1 }],
        ['Shadow', { weight: weights[1], instances: 1 }],
      ]);
      own.changedAt = 0;
    }
    const notebook = there(notebooks, 'reranker-lab');
    notebook.wanted = running ? 'InService' : 'Stopped';
    notebook.since = 0;
  },
);

export const identities = drawn(
  {
    inline: sometimes(
      policyOn('*', 'ses:*').map((text) => text.replaceAll(/"Principal":\s*("\*"|\{[^}]*\}),/g, '')),
    ),
    group: fc.boolean(),
    statuses: fc.array(fc.constantFrom('Active' as const, 'Inactive' as const), {
      minLength: 3,
      maxLength: 3,
    }),
    admin: fc.boolean(),
    trusted: fc.uniqueArray(fc.constantFrom(ANALYST, 'arn:aws:iam::444455556666:root', OPERATOR), {
      minLength: 1,
    }),
  },
  (world, { inline, group, statuses, admin, trusted }) => {
    const { users, groups, roles } = world.iam;
    const user = there(users, 'marta.silva');
    const role = there(roles, 'data-platform-admin');
    for (const holder of [user, role]) {
      holder.inline.clear();
      if (inline !== undefined) holder.inline.set('of-their-own', inline);
      holder.attached.clear();
      if (admin) holder.attached.add('arn:aws:iam::aws:policy/AdministratorAccess');
    }
    const createdAt = 0;
    const arn = 'arn:aws:iam::111122223333:group/analysts';
    const analysts = {
      name: 'analysts',
      id: 'AGPAEXAMPLE',
      path: '/',
      arn,
      createdAt,
      inline: new Map(),
      attached: new Set<string>(),
    };
    groups.set('analysts', analysts);
    user.groups.clear();
    if (group) user.groups.add('analysts');
    [...user.accessKeys.values()].forEach((key, index) => {
      key.status = statuses[index] ?? 'Active';
    });
    user.sshKeys.set('APKAEXAMPLE', {
      id: 'APKAEXAMPLE',
      body: 'ssh-rsa EXAMPLE',
      createdAt,
      status: statuses[2] ?? 'Active',
    });
    user.login = { createdAt, password: 'old', resetRequired: false };
    role.trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: trusted.map((AWS) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' })),
    });
  },
);
