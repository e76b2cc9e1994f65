import { counted } from '../base/text.ts';
import { nothingFoundText, readText } from '../model/coverage.ts';
import type { StepCoverage } from '../model/coverage.ts';
import { escapeTerminal } from './escape.ts';

/** What the rows above rest on; for a result without rows, what that is worth. */
export function coverageText(coverage: StepCoverage, rows: number): string {
  if (rows === 0) return sentence(nothingFoundText(coverage));
  if (coverage.status === 'complete') return `complete: ${counted(coverage.records, 'event')} read.`;
  return sentence(readText(coverage));
}

function sentence(text: string): string {
  return `${escapeTerminal(text).replace(/\.$/, '')}.`;
}
