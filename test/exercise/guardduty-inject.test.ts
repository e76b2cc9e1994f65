import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import { madeScenario, openStage, respond, STAGE_START } from '../support/staged.ts';

const INJECT = {
  id: 'told',
  when: "steps['look'].successes > 0",
  from: 'GuardDuty',
  channel: 'guardduty',
  text: 'User ci-deployer is anomalously invoking APIs commonly used in Discovery tactics.',
  finding: { type: 'Discovery:IAMUser/AnomalousBehavior', severity: 2, step: 'look' },
} as const;
const SCENARIO = madeScenario({
  story: [{ id: 'look', title: 'Looks', at: '1m', every: '2m', call: 'iam:ListUsers', as: ['key'] }],
  injects: [INJECT],
});
const [inject] = SCENARIO.injects;

async function findings(stage: Awaited<ReturnType<typeof openStage>>): Promise<readonly JsonObject[]> {
  const { DetectorIds } = await respond(stage, 'guardduty:ListDetectors');
  const DetectorId = (DetectorIds as readonly string[])[0] ?? '';
  const { FindingIds } = await respond(stage, 'guardduty:ListFindings', { DetectorId });
  const ids = FindingIds as readonly string[];
  if (ids.length === 0) return [];
  const { Findings } = await respond(stage, 'guardduty:GetFindings', { DetectorId, FindingIds: ids });
  return Findings as readonly JsonObject[];
}

test('an inject of GuardDuty shows as a finding in the account, about the calls that were made', async () => {
  const stage = await openStage(SCENARIO);
  expect(inject === undefined || stage.reveal(inject, STAGE_START)).toBe(false);
  await stage.advanceTo(STAGE_START + 6 * 60_000);
  expect(await findings(stage)).toEqual([]);
  expect(inject !== undefined && stage.reveal(inject, stage.clock.now())).toBe(true);
  const [found, ...others] = await findings(stage);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    Type: 'Discovery:IAMUser/AnomalousBehavior',
    Severity: 2,
    Title: INJECT.text,
    Resource: { AccessKeyDetails: { AccessKeyId: stage.state.known['keyId'], UserName: 'ci-deployer' } },
    Service: { Count: 3, Archived: false, Action: { AwsApiCallAction: { Api: 'ListUsers' } } },
  });
});

test('a detector that was switched off tells nothing', async () => {
  const stage = await openStage(SCENARIO);
  await stage.advanceTo(STAGE_START + 6 * 60_000);
  const { DetectorIds } = await respond(stage, 'guardduty:ListDetectors');
  const DetectorId = (DetectorIds as readonly string[])[0] ?? '';
  await respond(stage, 'guardduty:UpdateDetector', { DetectorId, Enable: false });
  expect(inject !== undefined && stage.reveal(inject, stage.clock.now())).toBe(false);
});

test('an inject of GuardDuty needs a finding, and a GuardDuty that is on', () => {
  const story = [{ id: 'look', title: 'Looks', at: '1m', call: 'iam:ListUsers', as: ['key'] }];
  const { finding: _left, ...unfounded } = INJECT;
  expect(() => madeScenario({ story, injects: [unfounded] })).toThrow('GuardDuty tells of what its account');
  const logging = { trail: 'data', invocations: true, guardDuty: false };
  expect(() => madeScenario({ story, injects: [INJECT], account: { logging } })).toThrow('GuardDuty tells');
  const astray = { ...INJECT, finding: { ...INJECT.finding, step: 'lok' } };
  expect(() => madeScenario({ story, injects: [astray] })).toThrow("there is no step 'lok'");
});
