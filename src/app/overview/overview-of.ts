import type { ModelPrices } from '../../model/model-prices.ts';
import type { Overview } from '../../model/overview.ts';
import { lookOver } from '../../overview/look-over.ts';
import { type LakePlace, type OnProgress, withLake } from '../open-lake.ts';

/** The overview of a case as it stands, or of logs. Reads only. */
export async function overviewOf(
  place: LakePlace,
  { prices, onProgress }: { readonly prices: ModelPrices; readonly onProgress: OnProgress },
): Promise<Overview> {
  return withLake(place, onProgress, ({ queries, summary }) =>
    lookOver({ lake: queries, coverage: summary.coverage, prices }),
  );
}
