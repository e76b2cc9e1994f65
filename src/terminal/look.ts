import type { LocalTime } from './local-time.ts';
import type { Paint } from './paint.ts';
import { wrapText } from './wrap.ts';

/** How a screen is to look: everything the pure screen functions need to know of the terminal. */
export interface Look {
  /** Columns. */
  readonly width: number;
  /** Rows of a table shown at once. */
  readonly maxRows: number;
  readonly paint: Paint;
  /** The responder's zone, beside UTC; null = UTC alone. */
  readonly localTime: LocalTime | null;
}

export function ruleLine(look: Look): string {
  return look.paint.faint('─'.repeat(look.width));
}

/** `Name: text`, wrapped, the further lines under the text. The text must be escaped already. */
export function labelled(name: string, text: string, look: Look): readonly string[] {
  return wrapText(`${name}: ${text}`, look.width, 2);
}

/** An instant as text, with the local time behind it where a zone was asked for. */
export function timeText(at: string, look: Look): string {
  const local = look.localTime?.of(at) ?? null;
  return local === null || look.localTime === null ? at : `${at} (${local} ${look.localTime.zone})`;
}
