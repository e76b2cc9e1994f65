import { afterEach, describe, expect, it } from 'vitest';
import { recordPlan } from '../../src/app/actions/record-plan.ts';
import { runPlan } from '../../src/app/actions/run-plan.ts';
import { makePlan } from '../../src/app/actions/make-plan.ts';
import { findAction } from '../../src/app/actions/action-library.ts';
import { CloudError } from '../../src/model/cloud-error.ts';
import type { Cloud } from '../../src/ports/cloud.ts';
import { type ActionCase, actionCase } from '../support/action-case.ts';
import { approve } from '../support/desk-case.ts';
import { collectCase, type CollectCase } from '../support/collect-case.ts';
import { testAccount } from '../support/simulated-account.ts';
import { LEAKED_KEY } from '../support/story-keys.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A case whose endpoint answers one operation with a page of HTML, as a server does that lacks it. */
async function lacking(operation: string, status: number): Promise<CollectCase> {
  const account = await testAccount();
  const page = {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from('<!doctype html><title>Oops</title>'),
  };
  const own = await collectCase({
    ...account,
    dispatch: async (request) =>
      request.headers['x-amz-target']?.endsWith(`.${operation}`) === true ? page : account.dispatch(request),
  });
  open.push(own.close, account.close);
  return own;
}

const collectors = ['cloudtrail-event-history', 'logging-state'];

describe('an answer that is not in the form of the service', () => {
  it.each([200, 500, 404, 501])('%i: is told in the coverage, and the rest goes on', async (status) => {
    const own = await lacking('LookupEvents', status);
    await own.collect({ collectors });
    const [entry] = own.coverage('cloudtrail.management', 'us-east-1');
    expect(entry?.status).toBe('not-readable');
    expect(entry?.detail).toContain('ForeignAnswer for cloudtrail:LookupEvents');
    expect(own.calls.some(({ operation }) => operation === 'DescribeTrails')).toBe(true);
  });

  it('the page of a gateway that is overloaded pauses the case instead', async () => {
    const own = await lacking('LookupEvents', 503);
    const paused = await own.collect({ collectors }).catch((error: unknown) => error);
    expect(paused).toBeInstanceOf(CloudError);
    expect((paused as CloudError).fault.retryable).toBe(true);
  });
});

/** Runs the disabling of a key over a way on which every change is answered with a page, made or not. */
async function overAWayThatAnswers(kind: 'made' | 'not made'): Promise<[ActionCase, number, unknown]> {
  const own = await actionCase();
  open.push(own.close);
  const call: Cloud['call'] = async (asked, options) => {
    if (options?.once !== true) return own.desk.cloud.call(asked, options);
    if (kind === 'made') await own.desk.cloud.call(asked, options);
    const { service, operation, region } = asked;
    const fault = { service, operation, region, code: 'ForeignAnswer', requestId: null };
    throw new CloudError('a page of HTML', { ...fault, retryable: false, missingPermission: null });
  };
  const desk = { ...own.desk, cloud: { ...own.desk.cloud, call } };
  const wanted = { unit: findAction('iam/disable-access-key'), params: { accessKeyId: LEAKED_KEY } };
  const seq = await recordPlan(await makePlan({ ...wanted, at: desk.clock.now() }, desk), own.book);
  await approve(own.book, seq);
  const ended: unknown = await runPlan(seq, own.book, desk).catch((error: unknown) => error);
  return [own, seq, ended];
}

describe('a change that is answered with a page', () => {
  it('has failed where the account shows that it was not made', async () => {
    const [own, seq, ended] = await overAWayThatAnswers('not made');
    expect(ended).toMatchObject({ exitCode: 7, message: expect.stringContaining('refused') as string });
    expect(own.book.state.actions[seq]).toMatchObject({ status: 'failed', intended: null });
  });

  it('is done where the account shows that it was made, and is made once', async () => {
    const [own, seq, ended] = await overAWayThatAnswers('made');
    expect(ended).toBeUndefined();
    expect(own.book.state.actions[seq]?.status).toBe('applied');
    expect(own.changesInTrail()).toEqual(['UpdateAccessKey']);
  });
});
