import type { AnalyzerSummary, Type } from '@aws-sdk/client-accessanalyzer';

/** Access Analyzer in one Region: its analyzers, by name. They find nothing. */
export type AccessAnalyzerState = Map<string, AnalyzerSummary>;

interface NewAnalyzer {
  readonly name: string;
  readonly type: Type;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly region: string;
  readonly accountId: string;
}

/** An analyzer as it is once it has been made: active at once. */
export function newAnalyzer({ name, type, createdAt, region, accountId }: NewAnalyzer): AnalyzerSummary {
  return {
    arn: analyzerArn(name, { region, accountId }),
    name,
    type,
    createdAt: new Date(createdAt),
    status: 'ACTIVE',
    tags: {},
  };
}

export function analyzerArn(
  name: string,
  { region, accountId }: Pick<NewAnalyzer, 'region' | 'accountId'>,
): string {
  return `arn:aws:access-analyzer:${region}:${accountId}:analyzer/${name}`;
}
