import {
  DeleteDetectorCommand,
  GetDetectorCommand,
  ListDetectorsCommand,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';
import { describe, expect, it } from 'vitest';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { checkAction, colleague } from '../support/action-checks.ts';

const ID = 'guardduty/restore-detector';

async function detectorId(open: ActionCase): Promise<string> {
  const { DetectorIds = [] } = await colleague(open).guardduty.send(new ListDetectorsCommand({}));
  return DetectorIds[0] ?? '';
}

async function status(open: ActionCase): Promise<string | undefined> {
  const DetectorId = await detectorId(open);
  return (await colleague(open).guardduty.send(new GetDetectorCommand({ DetectorId }))).Status;
}

async function turnOff(open: ActionCase): Promise<void> {
  const DetectorId = await detectorId(open);
  await colleague(open).guardduty.send(
    new UpdateDetectorCommand({
      DetectorId,
      Enable: false,
      Features: [{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }],
    }),
  );
}

checkAction({
  id: ID,
  params: { features: ['S3_DATA_EVENTS'] },
  prepare: turnOff,
  calls: ['UpdateDetector', 'UpdateDetector'],
  proof: { act: status, free: 'DISABLED', inForce: 'ENABLED' },
});

describe('guardduty/restore-detector', () => {
  it('has nothing to do where it watches, and refuses where there is no detector', async () => {
    const open = await actionCase();
    expect((await open.plan(ID, {})).calls).toEqual([]);
    await expect(open.plan(ID, { features: ['NO_SUCH'] })).rejects.toMatchObject({
      why: expect.stringContaining('no feature NO_SUCH') as string,
    });
    const DetectorId = await detectorId(open);
    await colleague(open).guardduty.send(new DeleteDetectorCommand({ DetectorId }));
    await expect(open.plan(ID, {})).rejects.toMatchObject({
      why: expect.stringContaining('no detector') as string,
    });
    await open.close();
  });
});
