import { readFileSync } from 'node:fs';
import { UserError } from '../../base/errors.ts';
import { listed, nearest } from '../../base/text.ts';
import { formatDiagnostic } from '../../documents/diagnostic.ts';
import type { Player } from '../../model/play-event.ts';
import type { Scenario } from '../../model/scenario.ts';
import { readYamlFile } from '../read-yaml-file.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schemas/roster.schema.json', import.meta.url), 'utf8'),
) as object;

/** Who plays (schemas/roster.schema.json). @throws UserError with every fault and its place */
export function loadRoster(file: string, { roles, id: scenario }: Scenario): readonly Player[] {
  const { value, document } = readYamlFile(file, {
    kind: 'roster',
    schema: SCHEMA,
    fix: 'give the path of a file such as: players: [{ name: Ana Ruiz, role: lead }]',
  });
  const { players } = value as { readonly players: readonly Player[] };
  const known = roles.map(({ id }) => id);
  const faults = players.flatMap(({ role }, index) =>
    known.includes(role)
      ? []
      : [
          {
            file: document.file,
            ...document.at(['players', index, 'role']),
            what: `the scenario ${scenario} has no role '${role}'`,
            why: `there is ${listed(known)}`,
            fix: `write '${nearest(role, known) ?? known[0] ?? 'a role of the scenario'}'`,
            rule: 'unknown-name',
          },
        ],
  );
  if (faults.length > 0)
    throw new UserError(
      `${file} is no roster for this scenario:\n${faults.map(formatDiagnostic).join('\n')}`,
    );
  return players;
}
