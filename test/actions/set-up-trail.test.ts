import { describe, expect, it } from 'vitest';
import { actionCase } from '../support/action-case.ts';

const ID = 'cloudtrail/set-up-trail';

describe('cloudtrail/set-up-trail', () => {
  it('makes a new trail by its name, and refuses the ARN of one that is not there', async () => {
    const open = await actionCase();
    const bucket = 'example-records-111122223333';
    const arn = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/gone';
    await expect(open.plan(ID, { trail: arn, bucket })).rejects.toMatchObject({
      why: expect.stringContaining(`there is no trail ${arn}`) as string,
      fix: expect.stringContaining('give the name') as string,
    });
    const [made] = (await open.plan(ID, { trail: 'gone', bucket })).calls;
    expect(made).toMatchObject({ operation: 'CreateTrail', input: { Name: 'gone' } });
    await open.close();
  });
});
