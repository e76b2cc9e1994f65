import type { Finding } from '@aws-sdk/client-guardduty';
import type { Call } from '../../world/call.ts';
import { given } from '../../world/given.ts';
import type { Detector } from '../../world/guardduty-state.ts';
import type { World } from '../../world/world.ts';
import { fieldOf, matches } from './finding-criteria.ts';
import { detectorOf, page, rejected, type GuardDutyHandlers } from './handlers.ts';

const MOST_AT_ONCE = 50;

/** What the detector found: its scenario says what, and from when on. */
export function findingHandlers(world: World): GuardDutyHandlers {
  return {
    ListFindings: (input, call) => {
      const detector = detectorOf(world, input.DetectorId, call);
      const { AttributeName = 'updatedAt', OrderBy = 'DESC' } = input.SortCriteria ?? {};
      const found = foundBy(detector, call)
        .filter((finding) => matches(finding, input.FindingCriteria))
        .toSorted((a, b) => compare(fieldOf(a, AttributeName), fieldOf(b, AttributeName)));
      const sorted = OrderBy === 'DESC' ? found.toReversed() : found;
      const question = `ListFindings ${detector.id} ${JSON.stringify([input.FindingCriteria, input.SortCriteria])}`;
      const { items, next } = page(sorted, question, input);
      return { FindingIds: items.map(({ Id }) => given(Id, 'Id')), NextToken: next };
    },
    GetFindings: ({ DetectorId, FindingIds }, call) => {
      const ids = given(FindingIds, 'FindingIds');
      if (ids.length > MOST_AT_ONCE) throw rejected('the parameter findingIds has more than 50 members.');
      const all = foundBy(detectorOf(world, DetectorId, call), call);
      // Ids that are not there are passed over, as GuardDuty does it.
      return { Findings: all.filter(({ Id = '' }) => ids.includes(Id)) };
    },
    ArchiveFindings: ({ DetectorId, FindingIds }, call) => {
      archive(detectorOf(world, DetectorId, call), given(FindingIds, 'FindingIds'), true);
      return {};
    },
    UnarchiveFindings: ({ DetectorId, FindingIds }, call) => {
      archive(detectorOf(world, DetectorId, call), given(FindingIds, 'FindingIds'), false);
      return {};
    },
  };
}

function foundBy({ findings }: Detector, { now }: Call): readonly Finding[] {
  return [...findings.values()].filter(({ CreatedAt = '' }) => Date.parse(CreatedAt) <= now);
}

function archive({ findings }: Detector, ids: readonly string[], archived: boolean): void {
  for (const id of ids) {
    const finding = findings.get(id);
    if (finding === undefined)
      throw rejected('an invalid or out-of-range value is specified as an input parameter.');
    findings.set(id, { ...finding, Service: { ...finding.Service, Archived: archived } });
  }
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}
