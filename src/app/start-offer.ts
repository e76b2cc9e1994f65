import type { HitGroup } from '../detections/detect.ts';
import type { Detection } from '../detections/sigma-rule.ts';
import { shellWord } from '../training/shell-text.ts';

/** The playbook to start where a rule was met, with what is known filled in. */
export interface StartOffer {
  readonly playbook: string;
  /** By name; a text each, as `--input NAME=VALUE` takes it. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly escalation: string;
}

const HOUR_MS = 3_600_000;
/** What a log gives as a principal is written by whoever is in it: only what can be nothing else is put into a command. */
const PRINCIPAL = /^arn:aws[a-z-]*:(iam|sts)::\d{12}:[\w+=,.@/-]+$/;

/** For a group in which the rule holds; null where the rule names no playbook. */
export function startOffer(
  { response }: Pick<Detection, 'response'>,
  { keys, first, last }: Pick<HitGroup, 'keys' | 'first' | 'last'>,
): StartOffer | null {
  if (response === null) return null;
  const { playbook, escalation, principal } = response;
  const caller = principalOf(principal === null ? undefined : keys[principal]);
  const window = windowAround(first, last);
  return {
    playbook,
    inputs: { ...(caller === null ? {} : { principal: caller }), ...(window === null ? {} : { window }) },
    escalation,
  };
}

/** The command that starts it over the logs that were looked at. */
export function startCommand({ playbook, inputs }: StartOffer, logs: readonly string[]): string {
  return [
    'heptad run',
    playbook,
    ...logs.map((path) => `--logs ${shellWord(path)}`),
    ...Object.entries(inputs).map(([name, value]) => `--input ${shellWord(`${name}=${value}`)}`),
  ].join(' ');
}

/** The role of a session: playbooks start from the principal. */
function principalOf(arn: string | undefined): string | null {
  if (arn === undefined || !PRINCIPAL.test(arn)) return null;
  return arn.replace(/^arn:([a-z-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}

/** An hour before the first event to an hour after the last: what led to it, and what came of it. */
function windowAround(first: string | null, last: string | null): string | null {
  const [from, to] = [Date.parse(first ?? ''), Date.parse(last ?? '')];
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  const text = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${text(from - HOUR_MS)}/${text(to + HOUR_MS)}`;
}
