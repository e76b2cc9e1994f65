const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

/** `90s`, `12m`, `1h30m`, `-2d` in milliseconds; 0 for a text that is no stretch of time (the schema tells so). */
export function durationOf(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([dhms])/g))
    if (unit !== undefined && Object.hasOwn(UNITS, unit))
      sum += Number(count) * UNITS[unit as keyof typeof UNITS];
  return sign * sum;
}

/** `4 min`, `1 h 30 min`: for a person. */
export function durationText(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}
