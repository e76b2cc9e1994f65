import { ALERT_THRESHOLDS, PANEL_THRESHOLDS } from '../model/panel-thresholds.ts';
import type { Threshold } from '../model/overview.ts';
import type { WantedAlarm } from './alarms.ts';
import { costQueries, errorRateQueries, sumByIdentity, type TokenPrices } from './bedrock-metrics.ts';
import { INVOCATION_FILTERS, INVOCATIONS_NAMESPACE, INVOCATIONS_PREFIX } from './invocation-filters.ts';
import type { Watch } from './watched-log-group.ts';

/** What is watched in one Region. */
export interface InvocationWatch {
  readonly region: string;
  readonly topic: string;
  readonly prices: TokenPrices;
  /** Models with an alarm of their own on their errors, as the dimension ModelId of AWS/Bedrock names them. */
  readonly models: readonly string[];
}

type Without<One, Names extends string> = One extends unknown ? Omit<One, Names> : never;
/** An alarm but for where it is, whom it tells, and that the threshold has to be exceeded. */
type Ring = Without<WantedAlarm, 'region' | 'topic' | 'above'>;

const HOUR = 3600;

/** Filters and alarms for the panels and rules of source 001 that the invocation log and AWS/Bedrock tell. */
export function invocationWatch({ region, topic, prices, models }: InvocationWatch): Watch {
  const rings = [
    ...interventionRings(),
    ...tokenRings(),
    ...[null, ...models].flatMap(errorRings),
    ...costRings(prices),
    promptRing(),
  ];
  return {
    filters: INVOCATION_FILTERS,
    alarms: rings.map((ring) => ({
      ...ring,
      name: `${INVOCATIONS_PREFIX}${ring.name}`,
      region,
      topic,
      above: true,
    })),
  };
}

function interventionRings(): readonly Ring[] {
  const { above, seconds } = ALERT_THRESHOLDS.interventions;
  return [
    ...levels('interventions', PANEL_THRESHOLDS['guardrail-blocks'], (most) => ({
      namespace: INVOCATIONS_NAMESPACE,
      metric: 'GuardrailInterventions',
      period: HOUR,
      description: `ring at more than ${most} guardrail interventions in an hour (panel: guardrail blocks)`,
    })),
    {
      name: 'campaign',
      queries: sumByIdentity(INVOCATIONS_NAMESPACE, 'InterventionsByIdentity', seconds),
      period: seconds,
      threshold: above,
      description: `ring at more than ${above} guardrail interventions on one identity in ${seconds / 60} minutes (rule: prompt injection campaign)`,
    },
  ];
}

function tokenRings(): readonly Ring[] {
  return levels('tokens', PANEL_THRESHOLDS['tokens-by-identity'], (most) => ({
    queries: sumByIdentity(INVOCATIONS_NAMESPACE, 'TokensByIdentity', HOUR),
    period: HOUR,
    description: `ring at more than ${most.toLocaleString('en-US')} tokens of one identity in an hour (panel: tokens by identity)`,
  }));
}

function errorRings(model: string | null): readonly Ring[] {
  const name = model === null ? 'errors' : `errors-${model}`;
  return levels(name, PANEL_THRESHOLDS['error-rate'], (most) => ({
    queries: errorRateQueries(model, HOUR),
    period: HOUR,
    description: `ring when more than ${most * 100} % of the calls of ${model ?? 'all models'} fail in an hour (panel: error rate by model)`,
  }));
}

function costRings(prices: TokenPrices): readonly Ring[] {
  const { above, seconds } = ALERT_THRESHOLDS.cost;
  return [
    ...levels('cost', PANEL_THRESHOLDS['cost-per-hour'], (most) => ({
      queries: costQueries(prices, HOUR),
      period: HOUR,
      description: `ring at tokens for more than ${most} USD in an hour (panel: cost burn)`,
    })),
    {
      name: 'wallet',
      queries: costQueries(prices, seconds),
      period: seconds,
      threshold: above,
      description: `ring at tokens for more than ${above} USD in ${seconds / 60} minutes (rule: denial of wallet)`,
    },
  ];
}

/** The panel has no threshold: the first one rings. */
function promptRing(): Ring {
  return {
    name: 'suspicious-prompts',
    namespace: INVOCATIONS_NAMESPACE,
    metric: 'SuspiciousPrompts',
    period: HOUR,
    threshold: 0,
    description: 'ring at the words of a prompt injection: a hint, to be read (panel: suspicious prompts)',
  };
}

/** One at the warning and one at the critical value: an alarm that rings already does not ring again. */
function levels(
  name: string,
  threshold: Threshold,
  ring: (most: number) => Without<Ring, 'name' | 'threshold'>,
): readonly Ring[] {
  return (['warning', 'critical'] as const).map((level) => ({
    ...ring(threshold[level]),
    name: `${name}-${level}`,
    threshold: threshold[level],
  }));
}
