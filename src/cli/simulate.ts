import { Command, InvalidArgumentError } from 'commander';
import { simulate } from '../app/simulate.ts';
import { type Io, tell } from './io.ts';

const HIGHEST_PORT = 65_535;

export function simulateCommand(io: Io): Command {
  return new Command('heptad simulate')
    .description(
      'Serves a simulated AWS account on the loopback interface until Ctrl-C. Prints the environment a client needs.',
    )
    .argument('<scenario>', 'the id of the scenario, such as leaked-credential')
    .option('--port <number>', 'the port to listen on; 0 picks a free one', readPort, 0)
    .action(async (scenario: string, { port }: { readonly port: number }) => {
      const { url, environment } = await simulate(scenario, port);
      // One write: who reads the lines has all of them or none.
      io.stdout.write(
        Object.entries(environment)
          .map(([name, value]) => `export ${name}=${value}\n`)
          .join(''),
      );
      tell(io, `SIMULATED account at ${url}; Ctrl-C ends it`);
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT)
    throw new InvalidArgumentError(`a port is a number from 0 to ${HIGHEST_PORT}.`);
  return port;
}
