import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenLake, withLake as opened } from '../../src/app/open-lake.ts';
import type { Detected, detect as detects, RuleHits } from '../../src/detections/detect.ts';
import type { RuleSet, ruleSet as read } from '../../src/detections/rule-set.ts';
import { keyOf } from '../../src/detections/sigma-rule.ts';
import { WHOLE } from '../../src/model/scope.ts';
import { DIST } from './built.ts';

/** As built, because queries run in a process of their own; and all of one build, so that its errors are known to it. */
const { withLake } = (await import(join(DIST, 'app/open-lake.js'))) as { readonly withLake: typeof opened };
const { detect } = (await import(join(DIST, 'detections/detect.js'))) as { readonly detect: typeof detects };
const { ruleSet } = (await import(join(DIST, 'detections/rule-set.js'))) as { readonly ruleSet: typeof read };

/** Records of logs that a test is about. */
export interface TestLogs {
  readonly cloudtrail: readonly object[];
  readonly bedrock?: readonly object[];
}

/** A lake over the records, as `--logs` opens it; gone afterwards. */
export async function withLogs<T>(logs: TestLogs, use: (open: OpenLake) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'heptad-detections-'));
  try {
    await writeFile(join(folder, 'events.json'), JSON.stringify({ Records: logs.cloudtrail }));
    if (logs.bedrock !== undefined)
      await writeFile(
        join(folder, 'invocations.json'),
        logs.bedrock.map((record) => JSON.stringify(record)).join('\n'),
      );
    return await withLake({ logs: [folder] }, () => undefined, use);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs all rules of a text; none of them may be refused. */
export async function detectIn(logs: TestLogs, rules: string): Promise<Detected & { readonly set: RuleSet }> {
  const set = ruleSet([{ file: 'rules.yml', text: rules }]);
  return { ...(await detectSet(logs, set)), set };
}

/** Runs all rules of a set. */
export async function detectSet(logs: TestLogs, set: RuleSet): Promise<Detected> {
  return withLogs(logs, ({ queries }) => detect(queries, { set, rules: set.rules, scope: WHOLE }));
}

/** Hits by the name of the rule. */
export function byRule({ hits }: Detected): Readonly<Record<string, RuleHits>> {
  return Object.fromEntries(hits.map((hit) => [keyOf(hit.rule), hit]));
}

const START = Date.parse('2026-01-15T10:00:00Z');

/** A management event; `id` is its eventID. */
export function event(id: string, given: object, seconds = 0): object {
  return {
    eventVersion: '1.11',
    eventTime: new Date(START + seconds * 1000).toISOString().replace('.000Z', 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: 'ListUsers',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.17.32',
    userIdentity: {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/marta',
      userName: 'marta',
      accountId: '111122223333',
    },
    requestParameters: null,
    responseElements: null,
    eventID: id,
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
    recipientAccountId: '111122223333',
    ...given,
  };
}
