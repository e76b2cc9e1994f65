import type { IForbiddenRuleType } from 'dependency-cruiser';

/** The folders of `src/`, lowest floor first. An import goes only to a lower floor. */
export const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['model'],
  ['ports', 'documents', 'expressions', 'dialect'],
  [
    'playbook',
    'engine',
    'actions',
    'collectors',
    'readers',
    'detections',
    'exercise',
    'training',
    'overview',
    'report',
  ],
  ['aws', 'simulator', 'lake', 'case', 'terminal'],
  ['app'],
  ['cli'],
];

/** Files that stand in `src/` itself, above every floor: the program, and the making of what is generated. */
export const TOP_FILES: readonly string[] = ['main.ts', 'generate.ts'];

/** Adapters know nothing of floor 3: a simulator that knew the actions would pass tests by collusion. */
const ADAPTERS = FLOORS[4] ?? [];
const UNITS = FLOORS[3] ?? [];

/**
 * The rooms of the simulator, innermost first: each may import those before it. Rooms on one line do not know each
 * other. Files in `src/simulator/` itself put the rooms together and may import all of them.
 */
export const SIMULATOR_ROOMS: readonly (readonly string[])[] = [
  ['wire', 'story', 'iam'],
  ['world'],
  ['services'],
  ['tracks', 'faults'],
];

/** Packages with one home: nobody else may import them, so that they can be replaced there. */
const HOMES: readonly { readonly packages: string; readonly home: string }[] = [
  { packages: '@duckdb/', home: 'lake' },
  { packages: '(@inquirer/|inquirer/)', home: 'terminal' },
];

/** Everything that no import below `src/` may do. */
export function floorRules(): IForbiddenRuleType[] {
  return [
    ...FLOORS.flatMap((folders, floor) => folders.flatMap((folder) => rulesOfFolder(folder, floor))),
    ...TOP_FILES.map((file) =>
      rule(
        `top:${file}`,
        `^src/${file}$`,
        TOP_FILES.filter((other) => other !== file).map((other) => `^src/${other}$`),
      ),
    ),
    ...SIMULATOR_ROOMS.flatMap((rooms, at) => rooms.map((room) => simulatorRule(room, at))),
    ...HOMES.map(({ packages, home }) => ({
      name: `home:${home}`,
      severity: 'error' as const,
      from: { path: '^src/', pathNot: `^src/${home}/` },
      to: { path: `node_modules/${packages}` },
    })),
    { name: 'no-cycle', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'no-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '(^test/|^bench/|\\.test\\.ts$)' },
    },
    { name: 'resolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    // What runs must be there after `npm install heptad`; types are gone by then.
    {
      name: 'shipped-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ];
}

function rulesOfFolder(folder: string, floor: number): IForbiddenRuleType[] {
  const from = `^src/${folder}/`;
  const above = FLOORS.slice(floor + 1).flat();
  const beside = (FLOORS[floor] ?? []).filter((other) => other !== folder);
  return [
    rule(`up:${folder}`, from, [...above.map((other) => `^src/${other}/`), '^src/[^/]+\\.ts$']),
    ...(beside.length > 0
      ? [
          rule(
            `sideways:${folder}`,
            from,
            beside.map((other) => `^src/${other}/`),
          ),
        ]
      : []),
    ...(ADAPTERS.includes(folder)
      ? [
          rule(
            `adapter:${folder}`,
            from,
            UNITS.map((other) => `^src/${other}/`),
          ),
        ]
      : []),
  ];
}

function simulatorRule(room: string, at: number): IForbiddenRuleType {
  const inner = SIMULATOR_ROOMS.slice(0, at).flat();
  const pathNot = [room, ...inner].map((other) => `^src/simulator/${other}/`);
  return {
    name: `simulator:${room}`,
    severity: 'error',
    from: { path: `^src/simulator/${room}/` },
    to: { path: '^src/simulator/', pathNot },
  };
}

function rule(name: string, from: string, to: string[]): IForbiddenRuleType {
  return { name, severity: 'error', from: { path: from }, to: { path: to } };
}
