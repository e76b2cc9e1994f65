import { describe, expect, it } from 'vitest';
import { Screen } from './screen.ts';

function shown(data: string, columns = 10, rows = 3): Screen {
  const screen = new Screen(columns, rows);
  screen.write(data);
  return screen;
}

describe('screen', () => {
  it('writes lines', () => {
    expect(shown('a\r\nb').lines).toEqual(['a', 'b']);
  });

  it('keeps what scrolled away, and shows the last rows', () => {
    const screen = shown('1\r\n2\r\n3\r\n4');
    expect(screen.lines).toEqual(['1', '2', '3', '4']);
    expect(screen.visible).toEqual(['2', '3', '4']);
  });

  it('wraps at the edge, and tells it', () => {
    const screen = shown('0123456789ab');
    expect(screen.lines).toEqual(['0123456789', 'ab']);
    expect(screen.wrapped).toEqual(['0123456789']);
    expect(shown('0\r\n0123456789ab\r\nc').textFrom(1)).toEqual(['0123456789ab', 'c']);
    expect(shown('0123456789\r\n').wrapped).toEqual([]);
  });

  it('moves, erases and writes over', () => {
    expect(shown('ab\r\ncd\u001b[1A\u001b[2K\u001b[Gx').lines).toEqual(['x', 'cd']);
    expect(shown('abc\u001b[2D\u001b[K').lines).toEqual(['a']);
    expect(shown('ab\r\ncd\r\nef\u001b[2A\u001b[J').lines).toEqual(['ab']);
    expect(shown('abc\bX').lines).toEqual(['abX']);
  });

  it('never moves above what is visible', () => {
    expect(shown('1\r\n2\r\n3\r\n4\u001b[9A\rX').lines).toEqual(['1', 'X', '3', '4']);
  });

  it('takes a sequence in pieces, and colours as nothing', () => {
    const screen = shown('a\u001b[3');
    screen.write('1mb\u001b[?25l');
    expect(screen.lines).toEqual(['ab']);
  });

  it('gives wide letters two columns', () => {
    expect(shown('\u7ba1\u7406', 3).lines).toEqual(['\u7ba1', '\u7406']);
  });

  it('refuses what it does not know', () => {
    expect(() => shown('\u001b]0;owned\u0007 and some more text')).toThrow('does not know');
    expect(() => shown('\u0000')).toThrow('control character');
    expect(() => shown('\u001b[5n')).toThrow('does not know');
  });
});
