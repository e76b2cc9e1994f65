import { describe, expect, it } from 'vitest';
import type { PlannedCall } from '../model/plan.ts';
import type { Look } from './look.ts';
import { createPaint } from './paint.ts';
import { callLines, commandLines } from './plan-screen.ts';

const LOOK: Look = { width: 80, maxRows: 10, paint: createPaint(false), localTime: null };

function policyCall(statements: number): PlannedCall {
  const document = JSON.stringify(
    Array.from({ length: statements }, (_, index) => ({ Sid: `Statement${index}`, Effect: 'Deny' })),
  );
  return {
    service: 'iam',
    operation: 'PutUserPolicy',
    region: 'us-east-1',
    input: { UserName: 'example', PolicyDocument: document, ZLast: 'the end' },
    purpose: 'deny',
    reversibility: { kind: 'reversible' },
  };
}

describe('the calls of a plan on the screen', () => {
  it('stand there whole, however long they are', () => {
    const text = callLines(policyCall(300), 0, LOOK)
      .map((line) => line.trim())
      .join('');
    expect(text).toContain('Statement299');
    expect(text).toContain('"ZLast":"the');
  });

  it('fit the terminal, each line below the first', () => {
    const lines = callLines(policyCall(20), 0, LOOK);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.slice(1).every((line) => line.startsWith('     '))).toBe(true);
  });

  it('are not broken as commands, which are copied from there', () => {
    const command = `aws iam put-user-policy --cli-input-json '${'x'.repeat(400)} y' --region us-east-1`;
    expect(commandLines({ commands: [command] })).toEqual(['', command, '']);
  });
});
