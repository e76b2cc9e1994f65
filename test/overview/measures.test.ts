import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measure, Overview } from '../../src/model/overview.ts';
import { assessed, EVENTS, INVOCATIONS } from '../support/measure-traffic.ts';
import { at, invoked, recorded, writeTraffic } from '../support/overview-traffic.ts';
import { runProgram } from '../support/program.ts';

/**
 * Every measure of the six groups, over records whose answers are counted by hand here and written as literals.
 */

type Told = Pick<Measure, 'state' | 'text'>;

const folder = mkdtempSync(join(tmpdir(), 'measures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function told(name: string, traffic: Parameters<typeof writeTraffic>[1]): Readonly<Record<string, Told>> {
  writeTraffic(join(folder, name), traffic);
  writeFileSync(
    join(folder, 'prices.json'),
    JSON.stringify({ asOf: '2026-03-01', source: 'made up', models: {} }),
  );
  const args = ['overview', '--logs', name, '--prices', 'prices.json', '--format', 'json'];
  const { stdout, stderr, exit } = runProgram(args, { cwd: folder });
  if (exit !== 0) throw new Error(stderr);
  const { groups } = JSON.parse(stdout) as Overview;
  return Object.fromEntries(
    groups.flatMap(({ id, measures }) =>
      measures.map((measure) => [`${id} ${measure.id}`, { state: measure.state, text: measure.text }]),
    ),
  );
}

/** By group and measure, in their order: what each says of the records above. */
const SEEN: Readonly<Record<string, string>> = {
  // 14 of 900 ms and one of 12 s; the eighth and the fifteenth of fifteen.
  'performance latency': 'half of the calls within 900 ms, 95 % within 12.0 s (15 of 16 calls tell it)',
  // In: 14 of 100, and 1,000. Out: 14 of 50, and 500.
  'performance volume':
    '16 logged requests, 2,400 tokens in and 1,200 out, without 1 request that no count is logged for',
  'performance batch':
    '2 batch or asynchronous jobs asked for, 1 refused, the last at 2026-03-02T11:01:00Z; lengths of queues stand in CloudWatch',
  // 15 of 16.
  'quality completion': '93.8 % of 16 logged requests answered; 1 answer cut off at the token limit',
  // 5 of 6; the attack and the hate are content.
  'quality content-safety':
    'a guardrail intervened in 83.3 % of 6 checked requests (2 for content, 1 for a topic)',
  'quality grounding': '1 answer refused as not grounded, of 2 assessed',
  // ListUsers, RunInstances, PutKeyPolicy, and the refused DeleteGuardrail.
  'security authentication': '2 console sign-ins (1 failed), 4 denied calls',
  'security injection':
    '1 prompt called an attack by a guardrail, of 16 logged; signatures are in the panel of suspicious prompts',
  // The application and the bot.
  'security access-patterns':
    'AI services were called by 2 identities from 2 addresses, with 1 long-term key among them',
  'security limits': '2 calls refused over a limit, 1 request to raise a quota',
  'security leakage': 'sensitive information found by a guardrail in 1 of 6 checked requests',
  'cost tokens':
    '3,600 tokens on 2 models, without 1 request that no count is logged for; the panel of cost has the dollars',
  // 3 Converse, 2 ListAgents, 2 batch jobs, 4 of deployment, 4 of guardrails and agents, one of logging.
  'cost calls': '16 recorded calls of 11 operations on AI services',
  'cost training':
    '1 commitment of provisioned throughput, 2 training or import jobs, 1 endpoint created; what they cost stands in Cost Explorer',
  'audit-trail requests': '100 % of 16 records hold the prompt, 93.8 % the answer',
  'audit-trail users-and-systems': '1 model call of 3 in CloudTrail has no invocation record',
  // The customization, the import and the deployment.
  'audit-trail model-versions': '3 changes of models, the last at 2026-03-02T11:13:00Z',
  // A batch job, 4 of deployment, 3 of guardrails and agents, one of logging.
  'audit-trail configuration': '9 changes on AI services, 2 of guardrails and 1 of agents and prompts',
  'audit-trail logging':
    '2 changes to logging since 2026-03-02T12:00:00Z: DeleteModelInvocationLoggingConfiguration, StopLogging',
  'compliance retention':
    '1 change of retention (PutRetentionPolicy); what is set now is read from the account',
  'compliance personal-data': '1 request with personal data found by a guardrail, 1 of them masked',
  'compliance geography': 'models ran in eu-west-1, us-east-1, us-west-2',
};

/** Measures that no log tells: the same whatever was read. */
const ELSEWHERE = [
  'performance resources',
  'performance loading',
  'quality response-quality',
  'quality relevance',
  'cost resources',
  'cost storage',
  'compliance regulation',
  'compliance consent',
];

const NO_LOG = 'cannot be told: Bedrock model invocation logs: not collected';
const NO_TRAIL = 'cannot be told: CloudTrail management events: not collected';
const OF_LOG = [
  'performance latency',
  'performance volume',
  'quality completion',
  'quality content-safety',
  'quality grounding',
  'security injection',
  'security leakage',
  'cost tokens',
  'audit-trail requests',
  'audit-trail users-and-systems',
  'compliance personal-data',
];
const OF_TRAIL = [
  'performance batch',
  'security authentication',
  'security access-patterns',
  'security limits',
  'cost calls',
  'cost training',
  'audit-trail users-and-systems',
  'audit-trail model-versions',
  'audit-trail configuration',
  'audit-trail logging',
  'compliance retention',
];

describe('the measures over traffic with known answers', () => {
  let measures: ReturnType<typeof told>;
  beforeAll(() => {
    measures = told('both', { events: EVENTS, invocations: INVOCATIONS });
  });

  it('are 22 that logs tell and 8 that no log tells', () => {
    expect(Object.keys(measures).toSorted()).toEqual([...Object.keys(SEEN), ...ELSEWHERE].toSorted());
    expect(Object.keys(SEEN)).toHaveLength(22);
  });

  it.each(Object.entries(SEEN))('%s', (name, text) => {
    expect(measures[name]).toEqual({ state: 'seen', text });
  });

  it.each(ELSEWHERE)('%s says where else to look', (name) => {
    expect(measures[name]?.state).toBe('elsewhere');
    expect(measures[name]?.text).not.toBe('');
  });
});

describe('the measures over a source that was not read', () => {
  let trail: ReturnType<typeof told>;
  let log: ReturnType<typeof told>;
  beforeAll(() => {
    trail = told('trail-only', { events: EVENTS });
    log = told('log-only', { invocations: INVOCATIONS });
  });

  it.each(OF_LOG)('%s cannot be told without the invocation log', (name) => {
    expect(trail[name]).toEqual({ state: 'not-seen', text: NO_LOG });
  });

  it.each(OF_TRAIL)('%s cannot be told without CloudTrail', (name) => {
    expect(log[name]).toEqual({ state: 'not-seen', text: NO_TRAIL });
  });

  it('says the same of the other source as with both', () => {
    for (const name of OF_TRAIL.filter((one) => !OF_LOG.includes(one)))
      expect(trail[name]?.text).toBe(SEEN[name]);
    for (const name of OF_LOG.filter((one) => !OF_TRAIL.includes(one)))
      expect(log[name]?.text).toBe(SEEN[name]);
  });

  it('tells the Regions that the other source knows', () => {
    expect(trail['compliance geography']?.text).toBe('models ran in us-east-1, us-west-2');
    expect(log['compliance geography']?.text).toBe('models ran in eu-west-1, us-east-1');
  });
});

describe('the measures over records without what it would take', () => {
  it('say so, and not zero', () => {
    const bare = told('bare', {
      events: [recorded(at(9), 'ListAgents')],
      invocations: [{ ...invoked(at(9), { tokens: null, prompt: null }), output: {} }],
    });
    expect(bare['performance volume']?.text).toBe('1 logged request, none with a token count');
    for (const name of [
      'performance latency',
      'quality content-safety',
      'quality grounding',
      'security injection',
      'security leakage',
      'cost tokens',
      'audit-trail users-and-systems',
      'compliance personal-data',
    ])
      expect({ name, ...bare[name] }).toMatchObject({
        name,
        state: 'not-seen',
        text: expect.stringMatching(/^cannot be told: the records hold no /) as unknown,
      });
  });

  it('take a filter that found nothing, in a full trace, for nothing', () => {
    const quiet = { confidence: 'NONE', action: 'NONE', detected: false };
    const full = told('full-trace', {
      invocations: [
        assessed({
          contextualGroundingPolicy: { filters: [{ type: 'GROUNDING', action: 'NONE', detected: false }] },
          topicPolicy: { topics: [{ name: 'advice', type: 'DENY', action: 'NONE', detected: false }] },
          contentPolicy: {
            filters: [
              { type: 'PROMPT_ATTACK', ...quiet },
              { type: 'HATE', confidence: 'HIGH', action: 'BLOCKED', detected: true },
            ],
          },
          sensitiveInformationPolicy: {
            piiEntities: [{ type: 'EMAIL', action: 'NONE', detected: false }],
            regexes: [],
          },
        }),
      ],
    });
    expect(full['security injection']?.text).toMatch(
      /^0 prompts called an attack by a guardrail, of 1 logged/,
    );
    expect(full['security leakage']?.text).toBe(
      'sensitive information found by a guardrail in 0 of 1 checked request',
    );
    expect(full['compliance personal-data']?.text).toBe(
      '0 requests with personal data found by a guardrail, 0 of them masked',
    );
    expect(full['quality grounding']?.text).toBe('0 answers refused as not grounded, of 1 assessed');
    expect(full['quality content-safety']?.text).toMatch(/\(1 for content, 0 for a topic\)$/);
  });

  it('take what a guardrail only watches for found', () => {
    const watched = told('watched', {
      invocations: [
        assessed(
          {
            contentPolicy: { filters: [{ detected: true, action: 'NONE', type: 'PROMPT_ATTACK' }] },
            sensitiveInformationPolicy: { piiEntities: [{ type: 'EMAIL', action: 'NONE', detected: true }] },
          },
          false,
        ),
      ],
    });
    expect(watched['security injection']?.text).toMatch(/^1 prompt called an attack/);
    expect(watched['compliance personal-data']?.text).toBe(
      '1 request with personal data found by a guardrail, 0 of them masked',
    );
    expect(watched['quality content-safety']?.text).toBe(
      'a guardrail intervened in 0 % of 1 checked request (0 for content, 0 for a topic)',
    );
  });
});
