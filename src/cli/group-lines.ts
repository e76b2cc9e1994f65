import type { JudgedRule } from '../app/detect-logs.ts';
import { startCommand, startOffer } from '../app/start-offer.ts';
import { counted } from '../base/text.ts';
import { escapeTerminal } from '../terminal/escape.ts';

const MOST = 10;

/** Of a correlation, each group in which it holds: its events, the rules that were met, and the playbook to start. */
export function groupLines({ rule, groups }: JudgedRule, logs: readonly string[]): readonly string[] {
  if (groups.length === 0) return [];
  const { response } = rule;
  const lines = groups.slice(0, MOST).flatMap((group) => {
    const { keys, count, first, last, rules } = group;
    const named = Object.entries(keys).map(([field, value]) => `${field} ${value}`);
    const offer = startOffer(rule, group);
    return [
      `  ${[...named, counted(count, 'event'), `${first ?? '?'} to ${last ?? '?'}`, `by ${rules.join(', ')}`].join('  ')}`,
      ...(offer === null ? [] : [`    start: ${startCommand(offer, logs)}`]),
    ];
  });
  return [
    '',
    `${rule.title}: ${counted(groups.length, 'group')}`,
    ...(response === null ? [] : [`  ${response.escalation}`]),
    ...lines,
    ...(groups.length > MOST ? [`  … and ${groups.length - MOST} more`] : []),
  ].map(escapeTerminal);
}
