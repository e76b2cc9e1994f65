import { InsightNotEnabledException } from '@aws-sdk/client-cloudtrail';
import { given } from '../../world/given.ts';
import type { World } from '../../world/world.ts';
import { because } from '../../wire/wire-error.ts';
import { atHome, trailOf, type CloudTrailHandlers } from './trails.ts';

/** Which types of Insights a trail has; no Insights event is ever made of it. */
export function insightHandlers({ trail }: World): CloudTrailHandlers {
  return {
    GetInsightSelectors: ({ TrailName }, call) => {
      const found = trailOf([...trail.trails.values()], given(TrailName, 'TrailName'), call);
      if (found.insights === undefined)
        throw new InsightNotEnabledException(
          because(
            `Trail ${found.arn} does not have Insights enabled. Edit the trail settings and try again.`,
          ),
        );
      const InsightSelectors = found.insights.map((InsightType) => ({ InsightType }));
      return { TrailARN: found.arn, InsightSelectors };
    },
    PutInsightSelectors: ({ TrailName, InsightSelectors = [] }, call) => {
      const all = [...trail.trails.values()];
      const found = atHome(trailOf(all, given(TrailName, 'TrailName'), call), call);
      const types = InsightSelectors.flatMap(({ InsightType }) => InsightType ?? []);
      if (types.length === 0) delete found.insights;
      else found.insights = types;
      return { TrailARN: found.arn, InsightSelectors: [...InsightSelectors] };
    },
  };
}
