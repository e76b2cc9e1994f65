import { describe, expect, it } from 'vitest';
import { unreadText } from './tell-unread.ts';

describe('what is told of files after reading', () => {
  it('is nothing where all were read', () => {
    expect(unreadText([{ status: 'read' }, { status: 'identical' }, { status: 'empty' }])).toBeNull();
  });

  it('is that nothing was read where no file is there', () => {
    expect(unreadText([])).toBe('no file is there, so that nothing was read');
  });

  it('counts those that gave nothing, or not all', () => {
    expect(
      unreadText([
        { status: 'read' },
        { status: 'unrecognised' },
        { status: 'partial' },
        { status: 'unreadable' },
        { status: 'unrecognised' },
      ]),
    ).toBe('of 5 files, 1 could not be read, 1 could not be read to the end, 2 of no kind heptad knows');
  });
});
