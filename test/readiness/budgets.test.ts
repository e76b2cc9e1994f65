import type { Budget } from '@aws-sdk/client-budgets';
import { expect, it } from 'vitest';
import type { CheckVerdict } from '../../src/model/readiness.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { ATTESTED, openFor, RECENT, reportOn } from '../support/readiness-account.ts';

/** R29 on the prepared account, changed. */
async function costs(change: (world: World) => void): Promise<Pick<CheckVerdict, 'status' | 'says'>> {
  const { checks } = await reportOn(await openFor('prepared', { change }), {
    inputs: ATTESTED,
    baseline: RECENT,
  });
  const found = checks.find(({ check }) => check === 'R29');
  return { status: found?.status ?? 'unknown', says: found?.says ?? [] };
}

const NAME = 'bedrock-monthly';
const OTHERS = [`No budget of costs covers Bedrock; there is ${NAME}.`];
const service = (...Values: string[]) => ({ Dimensions: { Key: 'SERVICE', Values } }) as const;
const EC2 = 'Amazon Elastic Compute Cloud - Compute';

/** The budget without its filter of services, and with this in its place. */
function filteredBy(filter: Partial<Budget>): (world: World) => void {
  return ({ budgets }) => {
    const kept = budgets.get(NAME);
    if (kept === undefined) throw new Error('the account has no such budget');
    const { CostFilters: _filters, ...budget } = kept.budget;
    budgets.set(NAME, { ...kept, budget: { ...budget, ...filter } });
  };
}

it.each<[string, (world: World) => void, readonly string[]]>([
  ['a budget of another service', filteredBy({ CostFilters: { Service: [EC2] } }), OTHERS],
  ['a budget of one Region', filteredBy({ CostFilters: { Region: ['us-east-1'] } }), OTHERS],
  ['an expression on another service', filteredBy({ FilterExpression: service(EC2) }), OTHERS],
  [
    'an expression that leaves Bedrock out',
    filteredBy({ FilterExpression: { Not: service('Amazon Bedrock') } }),
    OTHERS,
  ],
  ['a budget of usage', filteredBy({ BudgetType: 'USAGE' }), OTHERS],
  [
    'a budget that tells nobody',
    ({ budgets }) => {
      const kept = budgets.get(NAME);
      if (kept !== undefined) budgets.set(NAME, { ...kept, notifications: [] });
    },
    [`A budget covers Bedrock and tells nobody: ${NAME}.`],
  ],
  ['no budget', ({ budgets }) => budgets.clear(), ['There is no budget.']],
  ['no monitor', ({ anomalies }) => anomalies.monitors.clear(), ['There is no anomaly monitor.']],
  [
    'a monitor of accounts',
    ({ anomalies }) => {
      for (const [arn, monitor] of anomalies.monitors)
        anomalies.monitors.set(arn, { ...monitor, MonitorDimension: 'LINKED_ACCOUNT' });
    },
    ['No anomaly monitor watches what each service costs; there is services.'],
  ],
  [
    'a monitor that tells nobody',
    ({ anomalies }) => anomalies.subscriptions.clear(),
    ['An anomaly monitor watches the services and tells nobody: services.'],
  ],
])('R29 fails with %s', async (_, change, says) => {
  expect(await costs(change)).toEqual({ status: 'fail', says });
});

it.each<[string, Partial<Budget>]>([
  ['of the whole account', {}],
  ['without filters, told as none', { CostFilters: {} }],
  ['that names Bedrock beside others', { CostFilters: { Service: [EC2, 'Amazon Bedrock'] } }],
  ['with an expression on Bedrock', { FilterExpression: service('Amazon Bedrock') }],
  [
    'with an expression on Bedrock or another',
    { FilterExpression: { Or: [service(EC2), service('Claude 3 Haiku (Amazon Bedrock Edition)')] } },
  ],
  ['that leaves another service out', { FilterExpression: { Not: service(EC2) } }],
])('R29 passes with a budget %s', async (_, filter) => {
  expect((await costs(filteredBy(filter))).status).toBe('pass');
});
