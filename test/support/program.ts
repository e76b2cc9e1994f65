import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DIST } from './built.ts';

/** What a run of the built program gave. */
export interface ProgramRun {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramPlace {
  /** The folder it runs in; cases without a folder of their own come to lie in `data/` below it. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built program without a terminal, in an environment that is the same everywhere. */
export function runProgram(args: readonly string[], { cwd, env }: ProgramPlace): ProgramRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(DIST, 'main.js'), ...args], {
    cwd,
    env: programEnvironment(cwd, env),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { exit: status, stdout, stderr };
}

/** Nothing of the machine but the way to programs and temporary files: no profile, no terminal, no colours. */
export function programEnvironment(
  home: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = ['PATH', 'TMPDIR'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    HEPTAD_OPERATOR: 'tester',
    NO_COLOR: '1',
    LC_ALL: 'C.UTF-8',
    ...more,
  };
}
