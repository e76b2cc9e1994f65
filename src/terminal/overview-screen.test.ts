import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../test/support/hostile.ts';
import { hostileOverview, sampleOverview } from '../../test/support/sample-overview.ts';
import { overviewLines } from './overview-screen.ts';
import { createPaint } from './paint.ts';
import { displayWidth } from './width.ts';

const LOOK = { width: 80, paint: createPaint(false) };

describe('the overview on a terminal', () => {
  it('fits 80 columns and needs no colour to tell a level', () => {
    const lines = overviewLines(sampleOverview(), LOOK);
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(lines.join('\n')).not.toContain('\u001b');
    expect(lines.find((line) => line.startsWith('1  Panel'))).toMatch(/CRITICAL \(over 50\)$/);
    expect(lines).toContain('   ▁▂█·▂▁');
  });

  it('says of an unread source that it was not seen', () => {
    const text = overviewLines(sampleOverview(), LOOK).join('\n');
    expect(text).toMatch(/8 {2}Panel access-denied +NOT SEEN\n {3}cannot be told: CloudTrail management/);
    expect(text).toContain('Elsewhere: not in logs: Cost Explorer');
  });

  it.each(Object.entries(HOSTILE))('shows nothing that steers the terminal: %s', (_, text) => {
    const lines = overviewLines(hostileOverview(text), LOOK);
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });
});
