import { dirname, join } from 'node:path';
import type { Places } from '../case-places.ts';

/** Where one attempt at a lesson lies. */
export interface AttemptPlaces {
  readonly folder: string;
  /** The logs as the account's trail and Bedrock delivered them. */
  readonly logs: string;
  readonly case: string;
  /** What a shell sources to work in the account. */
  readonly environment: string;
}

export function trainingFolder({ cases }: Pick<Places, 'cases'>): string {
  return join(dirname(cases), 'training');
}

export function attemptPlaces(training: string, lesson: string, number: number): AttemptPlaces {
  const folder = join(training, `${lesson}-${number}`);
  return {
    folder,
    logs: join(folder, 'logs'),
    case: join(folder, 'case'),
    environment: join(folder, 'environment.sh'),
  };
}
