import { INSIGHTS_QUERIES, newSince } from '../../collectors/insights-queries.ts';
import type { CoverageEntry } from '../../model/coverage.ts';
import { WHOLE } from '../../model/scope.ts';
import { type LakePlace, type OnProgress, withLake } from '../open-lake.ts';
import { answerTo, type QueryAnswer } from './query-answer.ts';

/** The five answers, and what stands behind them. */
export interface Answered {
  readonly answers: readonly QueryAnswer[];
  readonly coverage: readonly CoverageEntry[];
}

/** Asks the lake of a case, or of files. A first use is new where it lies within a day of the last record. */
export async function lakeAnswers(place: LakePlace, onProgress: OnProgress): Promise<Answered> {
  return withLake(place, onProgress, async ({ queries, summary }) => {
    const coverage = summary.coverage.filter(({ source }) => source === 'bedrock.invocations');
    const last = coverage
      .flatMap(({ to }) => to ?? [])
      .toSorted()
      .at(-1);
    const answers: QueryAnswer[] = [];
    for (const query of INSIGHTS_QUERIES) {
      const params: Readonly<Record<string, string>> = query.sql.includes(':new_since')
        ? { new_since: newSince(last ?? '1970-01-02T00:00:00Z') }
        : {};
      const { columns, rows, truncated, withheld } = await queries.query({
        sql: query.sql,
        params,
        scope: WHOLE,
      });
      answers.push({ ...answerTo(query), place: null, columns, rows, truncated, withheld });
    }
    return { answers, coverage };
  });
}
