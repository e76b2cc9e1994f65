import type { JsonObject } from '../../base/json.ts';
import type { Move } from '../../model/play.ts';
import type { Inject } from '../../model/scenario.ts';
import { guardDutyFinding } from '../../simulator/world/guardduty-finding.ts';
import type { World } from '../../simulator/world/world.ts';

/** What GuardDuty makes of the calls an inject's finding is about; null where nothing of it was noticed, or nobody watches. */
export function findingOf(
  { guardduty, homeRegion, trail }: World,
  { finding, text }: Inject,
  { moves, at }: { readonly moves: readonly Move[]; readonly at: number },
): JsonObject | null {
  const { detector } = guardduty(homeRegion);
  if (finding === null || detector?.enabled !== true) return null;
  const made = new Set(
    moves.flatMap(({ step, error, event }) => (step === finding.step && error === null ? [event] : [])),
  );
  const [first, ...more] = trail.events.filter(({ record }) => made.has(record.eventID));
  if (first === undefined) return null;
  const { type, severity } = finding;
  const shown = guardDutyFinding({
    ...{ type, severity, title: text.trim(), at, detectorId: detector.id },
    feature: /ModelInvocation/.test(type) ? 'AI_PROTECTION' : 'CLOUD_TRAIL',
    events: [first, ...more],
  });
  // It is plain JSON: no dates, no bytes.
  return shown as unknown as JsonObject;
}
