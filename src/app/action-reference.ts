import { ACTIONS } from '../actions/registry.gen.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { ActionUnit } from '../ports/action.ts';

/** docs/reference/actions.md: every action, in the words it has for itself. */
export function actionReference(): string {
  return [
    '# Actions',
    '',
    'Made from the actions themselves by `npm run generate`. How they are planned, approved and taken back: [contain](../guide/contain.md).',
    '',
    '| action | catalogue | |',
    '|---|---|---|',
    ...ACTIONS.map(({ id, catalogue, title }) => `| [${id}](#${anchorOf(id)}) | ${catalogue} | ${title} |`),
    '',
    ...NO_ACTION,
    ...ACTIONS.flatMap(section),
  ].join('\n');
}

/** What the catalogue names and no action does, so that nobody looks for it. */
const NO_ACTION: readonly string[] = [
  'C26 (service quotas) is no lever: a request only raises a quota, and lowering one goes through support. Deny the calls instead, `servicequotas:*` among them.',
  '',
  'Done by hand: the root user (C06; its owner, or from the management account by `sts:AssumeRoot` with the task policy `IAMDeleteRootUserCredentials`), and the sharing of machine images (C13; `ec2:ModifyImageAttribute`, and `ec2/unshare-snapshot` for the snapshots below them).',
  '',
];

function section({ id, catalogue, kind, summary, undone, ...unit }: ActionUnit): readonly string[] {
  return [
    `## ${id}`,
    '',
    `${catalogue}, ${kind}. ${summary}`,
    '',
    ...parameters(unit),
    `- Reads: ${names(unit.reads)}`,
    `- Changes: ${names(unit.changes)}`,
    ...(unit.unseen === undefined ? [] : [`- Read-back: none. ${unit.unseen}.`]),
    `- Undo: ${undone}`,
    ...(unit.keepFirst.length === 0 ? [] : [`- Keep first: ${unit.keepFirst.join('; ')}.`]),
    '',
    'Mistakes:',
    '',
    ...unit.mistakes.map((mistake) => `- ${mistake}`),
    '',
  ];
}

function parameters({ parameters: schema }: Pick<ActionUnit, 'parameters'>): readonly string[] {
  const properties = Object.entries(schema['properties'] as Readonly<Record<string, JsonObject>>);
  if (properties.length === 0) return [];
  const needed = listed(schema['required']);
  return [
    '| parameter | | |',
    '|---|---|---|',
    ...properties.map(
      ([name, property]) =>
        `| \`${name}\` | ${String(property['type'])}${needed.includes(name) ? ', needed' : ''} | ${cell(String(property['description']))} |`,
    ),
    '',
  ];
}

function listed(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function names(operations: readonly string[]): string {
  return operations.map((name) => `\`${name}\``).join(', ');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`);
}

/** As GitHub makes it of a heading. */
function anchorOf(id: string): string {
  return id.replaceAll('/', '');
}
