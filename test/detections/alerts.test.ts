import { beforeAll, describe, expect, it } from 'vitest';
import { OWN_RULES, ruleFiles } from '../../src/app/rule-files.ts';
import { startOffer } from '../../src/app/start-offer.ts';
import type { RuleHits } from '../../src/detections/detect.ts';
import { ruleSet } from '../../src/detections/rule-set.ts';
import { keyOf } from '../../src/detections/sigma-rule.ts';
import { arn, BEDROCK, CLOUDTRAIL } from '../support/alert-traffic.ts';
import { byRule, detectSet } from '../support/detect-in.ts';

/** The four alerts over the traffic of `alert-traffic.ts`, with answers counted by hand. */

/** What is right of one group. An alert cites the events at which its signals hold, not those that led up to them. */
interface GroupAnswer {
  readonly signals: readonly string[];
  readonly events: readonly string[];
  readonly first: string;
  readonly last: string;
  /** An hour before the first to an hour after the last. */
  readonly window: string;
}

interface Answer {
  readonly alert: string;
  readonly level: string;
  readonly playbook: string;
  readonly escalation: string;
  readonly groups: Readonly<Record<string, GroupAnswer>>;
  readonly silent: readonly string[];
}

const ANSWERS: readonly Answer[] = [
  {
    alert: 'alert_prompt_injection_campaign',
    level: 'high',
    playbook: 'prompt-injection',
    escalation: 'Call who is on duty for AI security; block the caller.',
    groups: {
      // The sixth prompt is at 150 s, the eleventh call at 300 s.
      campaign: {
        signals: ['guardrail_blocks_burst', 'blocked_payloads_differ'],
        events: [150, 180, 210, 240, 270, 300].map((second) => `campaign-${second}`),
        first: '2026-01-15T10:02:30Z',
        last: '2026-01-15T10:05:00Z',
        window: '2026-01-15T09:02:30Z/2026-01-15T11:05:00Z',
      },
      'campaign-parts': {
        signals: ['guardrail_blocks_burst', 'blocked_payloads_differ'],
        events: ['campaign-parts-300', 'campaign-parts-900'],
        first: '2026-01-15T10:05:00Z',
        last: '2026-01-15T10:15:00Z',
        window: '2026-01-15T09:05:00Z/2026-01-15T11:15:00Z',
      },
    },
    silent: ['campaign-ten', 'campaign-five-prompts', 'campaign-slow', 'campaign-apart'],
  },
  {
    alert: 'alert_credential_compromise',
    level: 'critical',
    playbook: 'compromised-credential',
    escalation: 'Call who is on duty for security; suspend the credential; preserve the logs.',
    groups: {
      moved: {
        signals: ['model_caller_moves', 'model_call_at_night', 'models_swept'],
        events: [0, 1, 2, 3, 4].map((index) => `moved-${index}`),
        first: '2026-01-15T22:00:00Z',
        last: '2026-01-15T22:04:00Z',
        window: '2026-01-15T21:00:00Z/2026-01-15T23:04:00Z',
      },
      'moved-in-time': {
        signals: ['model_caller_moves', 'model_call_at_night', 'models_swept'],
        events: [0, 1, 2, 3, 4].map((index) => `moved-in-time-${index}`),
        first: '2026-01-15T22:00:00Z',
        last: '2026-01-15T22:30:00Z',
        window: '2026-01-15T21:00:00Z/2026-01-15T23:30:00Z',
      },
      // The third address is at 420 s, the fifth model at 540 s, half a million tokens at 660 s.
      'moved-spender': {
        signals: ['model_caller_moves', 'models_swept', 'tokens_high'],
        events: ['moved-spender-2', 'moved-spender-3', 'moved-spender-4', 'moved-spender-660'],
        first: '2026-01-15T10:07:00Z',
        last: '2026-01-15T10:11:00Z',
        window: '2026-01-15T09:07:00Z/2026-01-15T11:11:00Z',
      },
    },
    silent: [
      'moved-two-addresses',
      'moved-four-models',
      'moved-by-day',
      'moved-slowly',
      'moved-thrift',
      'moved-late-spender',
    ],
  },
  {
    alert: 'alert_denial_of_wallet',
    level: 'critical',
    playbook: 'denial-of-wallet',
    escalation: 'Call finance and security; limit the rate at once.',
    groups: {
      // Ten million and one token in the hour that ends at 3,600 s.
      wallet: {
        signals: ['tokens_burst', 'cost_per_hour'],
        events: ['wallet-3600'],
        first: '2026-01-15T11:00:00Z',
        last: '2026-01-15T11:00:00Z',
        window: '2026-01-15T10:00:00Z/2026-01-15T12:00:00Z',
      },
      'wallet-after-burst': {
        signals: ['tokens_burst', 'cost_per_hour'],
        events: ['wallet-after-burst-0', 'wallet-after-burst-900'],
        first: '2026-01-15T10:00:00Z',
        last: '2026-01-15T10:15:00Z',
        window: '2026-01-15T09:00:00Z/2026-01-15T11:15:00Z',
      },
    },
    silent: ['wallet-at-price', 'wallet-hour-and-second', 'wallet-long-after-burst'],
  },
  {
    alert: 'alert_security_control_tampering',
    level: 'critical',
    playbook: 'guardrail-and-logging-tampering',
    escalation: 'Call the team of the AI platform; verify that the change was authorized.',
    groups: {
      tamper: {
        signals: ['guardrail_changed', 'defence_switched_off'],
        events: ['tamper-DeleteGuardrail', 'tamper-StopLogging'],
        first: '2026-01-15T10:00:00Z',
        last: '2026-01-15T10:05:00Z',
        window: '2026-01-15T09:00:00Z/2026-01-15T11:05:00Z',
      },
      'tamper-once': {
        signals: ['guardrail_changed'],
        events: ['tamper-once-DeleteGuardrail'],
        first: '2026-01-15T10:00:00Z',
        last: '2026-01-15T10:00:00Z',
        window: '2026-01-15T09:00:00Z/2026-01-15T11:00:00Z',
      },
      'tamper-filters': {
        signals: ['guardrail_changed', 'content_filter_changed'],
        events: ['tamper-filters-UpdateGuardrail'],
        first: '2026-01-15T10:00:00Z',
        last: '2026-01-15T10:00:00Z',
        window: '2026-01-15T09:00:00Z/2026-01-15T11:00:00Z',
      },
    },
    silent: ['tamper-refused', 'tamper-version'],
  },
];

/** The id of a CloudTrail event; of an invocation, which is cited by its place in the file, its request. */
function named(reference: string): string {
  const place = /^[0-9a-f]{64}:(\d+)$/.exec(reference)?.[1];
  return place === undefined ? reference : (BEDROCK[Number(place)]?.requestId ?? reference);
}

describe.each(ANSWERS)('$alert over traffic with known answers', (answer) => {
  let hits: RuleHits | undefined;

  beforeAll(async () => {
    const own = ruleSet(ruleFiles([OWN_RULES]));
    const set = { ...own, rules: own.rules.filter((rule) => keyOf(rule) === answer.alert) };
    const found = await detectSet({ cloudtrail: CLOUDTRAIL, bedrock: BEDROCK }, set);
    expect(found.refused).toEqual([]);
    hits = byRule(found)[answer.alert];
  });

  it('is met by these callers and no other, with these signals, counts and times', () => {
    const met = (hits?.groups ?? []).map(({ keys, ...group }) => [Object.values(keys).join(), group]);
    const wanted = Object.entries(answer.groups).map(([caller, { signals, events, first, last }]) => [
      arn(caller),
      { count: events.length, first, last, rules: signals },
    ]);
    expect(Object.fromEntries(met)).toEqual(Object.fromEntries(wanted));
    expect(met).toHaveLength(wanted.length);
  });

  it('stays silent where one thing is short of a threshold', () => {
    const there = JSON.stringify([CLOUDTRAIL, BEDROCK]);
    const met = (hits?.groups ?? []).flatMap(({ keys }) => Object.values(keys));
    for (const caller of answer.silent) {
      expect(there).toContain(`"${arn(caller)}"`);
      expect(met).not.toContain(arn(caller));
    }
  });

  it('cites these events', () => {
    const wanted = Object.values(answer.groups).flatMap(({ events }) => events);
    expect((hits?.events ?? []).map(named).toSorted()).toEqual(wanted.toSorted());
    expect(hits?.count).toBe(wanted.length);
  });

  it('has its severity, whom to call, and the playbook with its inputs', () => {
    expect(hits?.rule.level).toBe(answer.level);
    for (const group of hits?.groups ?? []) {
      const caller = Object.values(group.keys)[0] ?? '';
      expect(hits === undefined ? null : startOffer(hits.rule, group)).toEqual({
        playbook: answer.playbook,
        escalation: answer.escalation,
        inputs: { principal: caller, window: answer.groups[caller.split('/')[1] ?? '']?.window },
      });
    }
  });
});
