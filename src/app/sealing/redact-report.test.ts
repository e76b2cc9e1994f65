import { expect, it } from 'vitest';
import type { Report } from '../../model/report.ts';
import { redactReport } from './redact-report.ts';

const HEAD = 'ab'.repeat(32);

function reportWith(title: string, note: string): Report {
  return {
    suspects: [],
    findings: [{ title, principals: ['arn:aws:sts::111122223333:assumed-role/Admin/ann@example.com'] }],
    timeline: [
      { at: '2026-03-01T00:00:00Z', kind: 'finding', title, event: null },
      { at: '2026-03-01T00:00:00Z', kind: 'note', title: note, event: null },
    ],
    notes: [{ text: note }],
    overview: null,
  } as unknown as Report;
}

it('takes personal data out of what came from logs, the same by the same token, and leaves identities readable', () => {
  const title =
    'arn:aws:sts::111122223333:assumed-role/Admin/ann@example.com sent to bob@example.com and bob@example.com';
  const { findings, timeline } = redactReport(reportWith(title, 'call ann@example.com'), HEAD);
  expect(findings[0]?.title).toMatch(
    /^arn:aws:sts::111122223333:assumed-role\/Admin\/ann@example\.com sent to (\[EMAIL-[0-9a-f]{8}\]) and \1$/,
  );
  expect(timeline[0]?.title).toBe(findings[0]?.title);
  expect(timeline[1]?.title).toBe('call ann@example.com');
});

it('takes card numbers out of everything, also of notes', () => {
  const { notes, findings } = redactReport(
    reportWith('4111 1111 1111 1111 was given', 'saw 4111111111111111'),
    HEAD,
  );
  const token = /\[CARD-[0-9a-f]{8}\]/.exec(notes[0]?.text ?? '')?.[0];
  expect(findings[0]?.title).toBe(`${token ?? 'no token'} was given`);
});
