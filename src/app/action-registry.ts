import { readdirSync } from 'node:fs';
import { basename } from 'node:path';

/** The text of src/actions/registry.gen.ts, from the files below `src/actions/<service>/`. */
export function actionRegistry(folder: URL): string {
  const units = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(new URL(`${name}/`, folder))
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => ({ id: `${name}/${basename(file, '.ts')}`, file: `./${name}/${file}` })),
    )
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const imports = units.map(({ id, file }) => `import { ${exportOf(id)} } from '${file}';`);
  const items = units.map(({ id }) => `  { id: '${id}', ...${exportOf(id)} },`);
  return `// Made by \`npm run generate\` from the files in src/actions/<service>/. Do not edit.
import type { ActionUnit } from '../ports/action.ts';
${imports.join('\n')}

/** Every containment and preservation action, in the order of their ids. */
export const ACTIONS: readonly ActionUnit[] = [
${items.join('\n')}
];
`;
}

/** `iam/disable-access-key` exports `disableAccessKey`. */
function exportOf(id: string): string {
  const name = id.replace(/^.*\//, '');
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
