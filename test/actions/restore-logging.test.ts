import {
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague, still } from '../support/action-checks.ts';

const ID = 'cloudtrail/restore-logging';
const dataTypes = ['AWS::S3::Object', 'AWS::Bedrock::AgentAlias'];

/** The intruder's: stopped, writes only, and one kind of data left. */
async function weaken(open: ActionCase): Promise<void> {
  const { cloudtrail } = colleague(open);
  await cloudtrail.send(new StopLoggingCommand({ Name: 'organization' }));
  await cloudtrail.send(
    new PutEventSelectorsCommand({
      TrailName: 'organization',
      AdvancedEventSelectors: [
        {
          Name: 'Some',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['false'] },
          ],
        },
        {
          Name: 'Mine',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          ],
        },
      ],
    }),
  );
}

async function written(open: ActionCase): Promise<unknown> {
  const { cloudtrail } = colleague(open);
  const { IsLogging } = await cloudtrail.send(new GetTrailStatusCommand({ Name: 'organization' }));
  const { AdvancedEventSelectors = [] } = await cloudtrail.send(
    new GetEventSelectorsCommand({ TrailName: 'organization' }),
  );
  return [
    IsLogging,
    AdvancedEventSelectors.map(({ Name, FieldSelectors = [] }) => [Name, FieldSelectors.length]),
  ];
}

checkAction({
  id: ID,
  params: { trail: 'organization', dataTypes },
  prepare: weaken,
  calls: ['StartLogging', 'PutEventSelectors'],
  proof: {
    act: written,
    free: [
      false,
      [
        ['Some', 2],
        ['Mine', 2],
      ],
    ],
    inForce: [
      true,
      [
        ['Management events', 1],
        ['Mine', 2],
        ['Data events of AWS::Bedrock::AgentAlias', 2],
      ],
    ],
  },
  tamper: (open) =>
    colleague(open).cloudtrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'organization',
        EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [] }],
      }),
    ),
  withoutResidue: ({ lastDelivery: _lastDelivery, ...observed }: JsonObject) => still(observed),
});

describe('cloudtrail/restore-logging', () => {
  it('goes to the home Region, and widens basic selectors without losing their data resources', async () => {
    const open = await actionCase();
    const { cloudtrail } = colleague(open);
    const data = { Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::example-support-kb-111122223333/'] };
    await cloudtrail.send(
      new PutEventSelectorsCommand({
        TrailName: 'organization',
        EventSelectors: [
          {
            ReadWriteType: 'WriteOnly',
            IncludeManagementEvents: true,
            ExcludeManagementEventSources: ['kms.amazonaws.com'],
            DataResources: [data],
          },
        ],
      }),
    );
    const params = { trail: 'organization', region: 'eu-central-1' };
    const [put] = (await open.plan(ID, params)).calls;
    expect(put).toMatchObject({ operation: 'PutEventSelectors', region: 'us-east-1' });
    await open.apply(ID, params);
    const { EventSelectors } = await cloudtrail.send(
      new GetEventSelectorsCommand({ TrailName: 'organization' }),
    );
    expect(EventSelectors).toEqual([
      { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [data] },
    ]);
    // Data events of Bedrock take advanced selectors: what the basic ones wrote goes on.
    await open.apply(ID, { trail: 'organization', dataTypes: ['AWS::Bedrock::KnowledgeBase'] });
    const { AdvancedEventSelectors = [] } = await cloudtrail.send(
      new GetEventSelectorsCommand({ TrailName: 'organization' }),
    );
    expect(AdvancedEventSelectors.map(({ FieldSelectors }) => FieldSelectors?.at(-1))).toEqual([
      { Field: 'eventCategory', Equals: ['Management'] },
      { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::example-support-kb-111122223333/'] },
      { Field: 'resources.type', Equals: ['AWS::Bedrock::KnowledgeBase'] },
    ]);
    await expect(open.plan(ID, { trail: 'gone' })).rejects.toThrow(/no trail gone/);
    await open.close();
  });
});
