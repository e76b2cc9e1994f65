import type { Type } from '@aws-sdk/client-accessanalyzer';
import { newAnalyzer } from '../../src/simulator/world/access-analyzer-state.ts';
import type { World } from '../../src/simulator/world/world.ts';
import type { DataResource } from '@aws-sdk/client-cloudtrail';
import type { Cors } from '@aws-sdk/client-lambda';
import fc from 'fast-check';
import { drawn, policyOn, REGION, sometimes, there } from './drawn-state.ts';

export const RECORDS = 'example-hr-records-111122223333';
export const KEY = '22222222-3333-4444-8555-666666666666';

export const buckets = drawn(
  {
    versioning: sometimes(fc.constantFrom('Enabled' as const, 'Suspended' as const)),
    policy: sometimes(policyOn(`arn:aws:s3:::${RECORDS}/*`, 's3:GetObject')),
    block: sometimes(
      fc.record({
        BlockPublicAcls: fc.boolean(),
        IgnorePublicAcls: fc.boolean(),
        BlockPublicPolicy: fc.constant(false),
        RestrictPublicBuckets: fc.constant(false),
      }),
    ),
  },
  (world, { versioning, policy, block }) => {
    const bucket = there(world.s3.buckets, RECORDS);
    bucket.versioning = versioning;
    bucket.policy = policy;
    bucket.publicAccessBlock = block;
  },
);

/** Objects in a bucket with Object Lock, some held, some retained. */
export const lockedObjects = drawn(
  {
    held: fc.array(fc.constantFrom('ON' as const, 'OFF' as const, undefined), { minLength: 3, maxLength: 3 }),
    retained: fc.array(
      sometimes(
        fc.record({
          Mode: fc.constant('GOVERNANCE' as const),
          RetainUntilDate: fc.constantFrom(
            new Date('2026-06-01T00:00:00Z'),
            new Date('2030-01-01T00:00:00Z'),
          ),
        }),
      ),
      { minLength: 3, maxLength: 3 },
    ),
  },
  (world, { held, retained }) => {
    const bucket = there(world.s3.buckets, RECORDS);
    const [good] = there(bucket.objects, 'reviews/2024.csv');
    if (good === undefined) throw new Error('the account has no such object');
    bucket.versioning = 'Enabled';
    bucket.objectLock = { ObjectLockEnabled: 'Enabled' };
    bucket.objects.set(
      'held/a',
      held.map((legalHold, index) => {
        const { retention: _retention, legalHold: _hold, ...own } = good;
        const retention = retained[index];
        return {
          ...own,
          // The newest is not the good one.
          ...(index === 2 && own.content !== undefined
            ? { content: { ...own.content, bytes: Buffer.from('bad'), etag: '"bad"' } }
            : {}),
          versionId: `v${index}`,
          ...(legalHold === undefined ? {} : { legalHold }),
          ...(retention === undefined ? {} : { retention }),
        };
      }),
    );
  },
);

export const functions = drawn(
  {
    reserved: sometimes(fc.constantFrom(0, 1, 50)),
    url: sometimes(
      fc.record({
        AuthType: fc.constantFrom('NONE' as const, 'AWS_IAM' as const),
        InvokeMode: fc.constantFrom('BUFFERED' as const, 'RESPONSE_STREAM' as const),
        Cors: fc.constantFrom<Cors>({ AllowOrigins: ['https://app.example.com'] }, { MaxAge: 60 }),
      }),
    ),
  },
  (world, { reserved, url }) => {
    const own = there(world.lambda(REGION).functions, 'support-assistant-notify');
    const at = '2026-01-10T00:00:00.000Z';
    own.reservedConcurrency = reserved;
    own.url =
      url === undefined
        ? undefined
        : {
            FunctionUrl: 'https://fnexample.lambda-url.us-east-1.on.aws/',
            FunctionArn: own.arn,
            CreationTime: at,
            LastModifiedTime: at,
            ...url,
          };
  },
);

export const logGroups = drawn(
  {
    retention: sometimes(fc.constantFrom(1, 30, 3653)),
    isProtected: fc.boolean(),
    delivered: fc.constantFrom('not' as const, 'offered' as const, 'elsewhere' as const),
  },
  (world, { retention, isProtected, delivered }) => {
    deliver(world, delivered);
    const group = there(world.logs(REGION).groups, '/example/bedrock/invocations');
    group.retentionInDays = retention;
    group.deletionProtection = isProtected;
  },
);

/** Application logs of the knowledge base: offered by nobody, offered by somebody's source, or delivered by it. */
function deliver(world: World, how: 'not' | 'offered' | 'elsewhere'): void {
  const { deliverySources, deliveryDestinations, deliveries } = world.logs(REGION);
  if (how === 'not') return;
  const own = `arn:aws:logs:${REGION}:111122223333:`;
  deliverySources.push({
    name: 'manuals',
    arn: `${own}delivery-source:manuals`,
    resourceArns: [`arn:aws:bedrock:${REGION}:111122223333:knowledge-base/KBEXAMPLE1`],
    service: 'bedrock',
    logType: 'APPLICATION_LOGS',
  });
  if (how === 'offered') return;
  const target = { destinationResourceArn: `${own}log-group:/example/manuals` };
  deliveryDestinations.push({
    name: 'manuals',
    arn: `${own}delivery-destination:manuals`,
    deliveryDestinationConfiguration: target,
  });
  deliveries.push({
    id: 'exampleDelivery1',
    deliverySourceName: 'manuals',
    deliveryDestinationArn: `${own}delivery-destination:manuals`,
  });
}

const basic = fc.record({
  kind: fc.constant('basic' as const),
  selectors: fc.array(
    fc.record({
      ReadWriteType: fc.constantFrom('All' as const, 'ReadOnly' as const, 'WriteOnly' as const),
      IncludeManagementEvents: fc.boolean(),
      DataResources: fc.constantFrom<DataResource[]>(
        [],
        [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
      ),
      ExcludeManagementEventSources: fc.constantFrom<string[]>([], ['kms.amazonaws.com']),
    }),
    { minLength: 1, maxLength: 1 },
  ),
});
const advanced = fc.record({
  kind: fc.constant('advanced' as const),
  selectors: fc
    .uniqueArray(fc.constantFrom('Management', 'AWS::S3::Object', 'AWS::Lambda::Function'), { minLength: 1 })
    .map((names) =>
      names.map((name) => ({
        Name: name,
        FieldSelectors:
          name === 'Management'
            ? [{ Field: 'eventCategory', Equals: ['Management'] }]
            : [
                { Field: 'eventCategory', Equals: ['Data'] },
                { Field: 'resources.type', Equals: [name] },
              ],
      })),
    ),
});

export const trails = drawn(
  {
    isLogging: fc.boolean(),
    isMultiRegion: fc.boolean(),
    validation: fc.boolean(),
    selectors: fc.oneof(basic, advanced),
  },
  ({ trail, clock }, { isMultiRegion, ...drawnSettings }) => {
    const own = there(trail.trails, 'organization');
    const settings = own.changes.at(-1)?.settings;
    if (settings === undefined) throw new Error('the trail has no settings');
    // A trail of all Regions writes global events.
    const globalServices = isMultiRegion || settings.globalServices;
    const at = clock.now();
    own.changes.push({ at, settings: { ...settings, ...drawnSettings, isMultiRegion, globalServices } });
  },
);

export const keys = drawn(
  {
    state: fc.constantFrom(
      { kind: 'Enabled' as const },
      { kind: 'Disabled' as const },
      { kind: 'PendingDeletion' as const, days: 7, at: Date.parse('2026-01-22T00:00:00Z') },
    ),
  },
  (world, { state }) => {
    there(world.kms(REGION).keys, KEY).state = state;
  },
);

export const mail = drawn({ on: fc.boolean() }, (world, { on }) => {
  world.ses(REGION).sendingEnabled = on;
});

export const detectors = drawn(
  { enabled: fc.boolean(), s3: fc.boolean(), ai: fc.boolean() },
  (world, { enabled, s3, ai }) => {
    const { detector } = world.guardduty(REGION);
    if (detector === undefined) throw new Error('the account has no detector');
    detector.enabled = enabled;
    detector.features.set('S3_DATA_EVENTS', { enabled: s3, updatedAt: 0 });
    detector.features.set('AI_PROTECTION', { enabled: ai, updatedAt: 0 });
  },
);

/** Analyzers of external access, or one that looks for something else. */
export const analyzers = drawn(
  {
    unused: fc.boolean(),
    // Most accounts have none.
    external: fc.constantFrom(null, null, null, 'ACCOUNT' as const, 'ORGANIZATION' as const),
  },
  (world, { unused, external }) => {
    const state = world.analyzers(REGION);
    state.clear();
    const { accountId } = world;
    const add = (name: string, type: Type): void =>
      void state.set(name, newAnalyzer({ name, type, createdAt: 0, region: REGION, accountId }));
    if (unused) add('unused-access', 'ACCOUNT_UNUSED_ACCESS');
    if (external !== null) add('external-access', external);
  },
);

const CONTACT = {
  Name: 'Security on call',
  Title: 'Head of security',
  EmailAddress: 'security@example.com',
  PhoneNumber: '+1-555-0100',
} as const;

export const contacts = drawn(
  { set: fc.boolean(), billing: fc.boolean(), Title: fc.constantFrom('On call', 'Head of security') },
  ({ contacts: state }, { set, billing, Title }) => {
    state.clear();
    if (set) state.set('SECURITY', { ...CONTACT, Title, AlternateContactType: 'SECURITY' });
    if (billing) state.set('BILLING', { ...CONTACT, Title, AlternateContactType: 'BILLING' });
  },
);
