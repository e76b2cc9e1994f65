import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { floorRules } from './floor-rules.ts';

/** What a look at a source tree gave. */
export interface Cruised {
  /** Source files of ours. */
  readonly modules: readonly string[];
  /** Imports between them, `from -> to`. */
  readonly edges: readonly string[];
  /** What is forbidden and there, `rule: from -> to`. */
  readonly violations: readonly string[];
}

/** Looks at all imports below `src/` of a folder: static, dynamic and type-only. Tests beside the sources are left out. */
export async function cruised(root: string): Promise<Cruised> {
  const options: ICruiseOptions = {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: floorRules() },
    tsPreCompilationDeps: true,
    exclude: { path: '\\.test\\.ts$' },
    doNotFollow: { path: 'node_modules' },
    parser: 'tsc',
  };
  const { output } = await cruise(['src'], options, {
    exportsFields: ['exports'],
    conditionNames: ['node', 'import', 'default', 'types'],
  });
  if (typeof output === 'string') throw new TypeError('the cruise gave a text, not a result');
  return readResult(output);
}

function readResult({ modules, summary }: ICruiseResult): Cruised {
  const ours = modules.filter(({ source }) => source.startsWith('src/'));
  return {
    modules: ours.map(({ source }) => source),
    edges: ours.flatMap(({ source, dependencies }) =>
      dependencies
        .filter(({ resolved }) => resolved.startsWith('src/'))
        .map(({ resolved }) => `${source} -> ${resolved}`),
    ),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).toSorted(),
  };
}
