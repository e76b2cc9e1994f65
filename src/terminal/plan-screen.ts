import { canonicalJson } from '../base/canonical-json.ts';
import type { PlannedCall } from '../model/plan.ts';
import type { AccountView, PlanView } from '../ports/responder.ts';
import { escapeShort, escapeTerminal } from './escape.ts';
import { labelled, type Look, ruleLine } from './look.ts';
import { wrapText } from './wrap.ts';

/** A plan as it is shown before anything is changed: whom it hits, what stops, every call, and its hash. */
export function planLines(view: PlanView, look: Look): readonly string[] {
  const { plan, title, label, planSha256, entry } = view;
  return [
    '',
    `${look.paint.label(escapeTerminal(label))} · ${look.paint.strong(escapeShort(title, 100))}`,
    ruleLine(look),
    ...labelled('Target', escapeShort(plan.target, 500), look),
    ...bullets('What stops', plan.blast, look),
    ...bullets('Keep first', view.keepFirst, look),
    ...bullets('Mind', view.mistakes, look),
    ...aliveLines(view.alive, look),
    '',
    plan.calls.length === 1
      ? 'One call, exactly this:'
      : `${plan.calls.length} calls, exactly these, in this order:`,
    ...plan.calls.flatMap((call, index) => callLines(call, index, look)),
    '',
    ...labelled('Plan', `entry ${entry}, SHA-256 ${planSha256}`, look),
  ];
}

/** Containing one foothold tells whoever holds the others that they were found. */
export function aliveLines(alive: readonly string[], look: Look): readonly string[] {
  if (alive.length === 0) return [];
  return [
    ...wrapText(
      look.paint.warning(
        'This warns the intruder while these ways in stay open; they can be contained together (the board):',
      ),
      look.width,
      2,
    ),
    ...alive.flatMap((line) => wrapText(`  - ${escapeShort(line, 300)}`, look.width, 4)),
  ];
}

/** The calls as commands that can be pasted: the terminal alone breaks their lines, which copying does not see. */
export function commandLines({ commands }: Pick<PlanView, 'commands'>): readonly string[] {
  return ['', ...commands.map(escapeTerminal), ''];
}

/** Whose credentials these are. */
export function accountLines({ identity, members }: AccountView, look: Look): readonly string[] {
  if (members !== undefined) return memberLines(members, look);
  const { account, arn, label, endpoint, region } = identity;
  return [
    '',
    `${look.paint.label(label)} account ${look.paint.strong(escapeTerminal(account))}, Region ${escapeTerminal(region)}`,
    ...labelled('You are', escapeShort(arn, 300), look),
    ...(endpoint === null ? [] : labelled('Endpoint', escapeShort(endpoint, 200), look)),
    'Nothing but GetCallerIdentity was called yet.',
    '',
  ];
}

function memberLines(members: NonNullable<AccountView['members']>, look: Look): readonly string[] {
  return [
    '',
    ...members.flatMap(({ label, account, arn }) => [
      `${look.paint.label(label)} account ${look.paint.strong(escapeTerminal(account))}`,
      ...labelled('You are', escapeShort(arn, 300), look),
    ]),
    'Nothing but GetCallerIdentity was called in them yet.',
    '',
  ];
}

export function callLines(
  { service, operation, region, input, purpose, reversibility }: PlannedCall,
  index: number,
  look: Look,
): readonly string[] {
  const undo =
    reversibility.kind === 'reversible'
      ? 'can be undone'
      : reversibility.kind === 'leaves'
        ? `undo leaves: ${reversibility.residue}`
        : look.paint.warning(`IRREVERSIBLE: ${escapeShort(reversibility.why, 200)}`);
  return [
    ...wrapText(
      `  ${index + 1}. ${look.paint.strong(`${service} ${operation}`)} in ${escapeTerminal(region)}: ${escapeShort(purpose, 200)} (${undo})`,
      look.width,
      5,
    ),
    // Whole, however long: what is approved is exactly this.
    ...wrapText(escapeTerminal(canonicalJson(input)), look.width - 5).map((line) => `     ${line}`),
  ];
}

export function bullets(name: string, lines: readonly string[], look: Look): readonly string[] {
  if (lines.length === 0) return [];
  return [`${name}:`, ...lines.flatMap((line) => wrapText(`  - ${escapeShort(line, 600)}`, look.width, 4))];
}
