import type { Checkup, CheckupPart, RightsByService } from '../model/checkup.ts';
import { escapeTerminal } from './escape.ts';
import type { Paint } from './paint.ts';
import { wrapText } from './wrap.ts';

const WIDTH = 80;
const STATUS = 11;
const PARTS: Readonly<Record<CheckupPart, string>> = {
  machine: 'MACHINE',
  account: 'ACCOUNT',
  read: 'READ',
  contain: 'CONTAIN',
};

/**
 * What IAM's simulation leaves out (https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html).
 * That session policies and endpoint policies are not seen is unverified [u].
 */
const LIMITS = [
  'Rights are told as IAM simulates them for one Region, on things that need not exist.',
  'Service control policies and a boundary on the identity are counted. Policies of buckets, keys and roles,',
  'resource control policies, policies of the session and of VPC endpoints may not be seen:',
  'a right that is there by this may still be refused.',
].join(' ');

/** One screen, at most 80 columns wide: what was looked at, part by part, and what it comes to. */
export function doctorScreen(checks: readonly Checkup[], paint: Paint): readonly string[] {
  const parts = (Object.keys(PARTS) as readonly CheckupPart[]).flatMap((part) => {
    const own = checks.filter((check) => check.part === part);
    return own.length === 0 ? [] : [paint.strong(PARTS[part]), ...partLines(own, paint)];
  });
  const simulated = checks.some(({ part, status }) => part === 'contain' && status !== 'unknown');
  const limits = simulated ? [...wrapText(LIMITS, WIDTH), ''] : [];
  return [...parts, '', ...limits, ...wrapText(verdict(checks), WIDTH)];
}

/** Calls that went through stand in one line: what is wrong is to be seen. */
function partLines(checks: readonly Checkup[], paint: Paint): readonly string[] {
  const calls = checks.filter(({ check, status }) => status === 'ok' && check.includes(':'));
  const others = checks.filter((check) => !calls.includes(check));
  const tried = checks.filter(({ check }) => check.includes(':')).length;
  const together =
    calls.length === 0
      ? []
      : checkLines(
          { status: 'ok', text: `${calls.length} of ${tried} reads that were tried went through` },
          paint,
        );
  return [...together, ...others.flatMap((check) => checkupLines(check, paint))];
}

function checkupLines({ check, status, detail, missing, untold }: Checkup, paint: Paint): readonly string[] {
  return [
    ...checkLines({ status, text: `${check}: ${detail}` }, paint),
    ...(missing === undefined ? [] : rightsLines('missing', missing)),
    ...(untold === undefined ? [] : rightsLines('cannot be told', untold)),
  ];
}

function checkLines(
  { status, text }: { readonly status: Checkup['status']; readonly text: string },
  paint: Paint,
): readonly string[] {
  const word = status.padEnd(STATUS);
  const painted =
    status === 'not-ready' ? paint.severity('high', word) : status === 'ok' ? word : paint.warning(word);
  const [first = '', ...further] = wrapText(escapeTerminal(text), WIDTH - STATUS);
  return [painted + first, ...further.map((line) => ' '.repeat(STATUS) + line)];
}

function rightsLines(heading: string, rights: RightsByService): readonly string[] {
  const margin = ' '.repeat(STATUS);
  return [
    `${margin}${heading}:`,
    ...Object.entries(rights).flatMap(([service, names]) => {
      const head = `${margin}  ${service.padEnd(STATUS)} `;
      const lines = wrapText(escapeTerminal(names.join(', ')), WIDTH - head.length);
      return lines.map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line);
    }),
  ];
}

function verdict(checks: readonly Checkup[]): string {
  const named = (status: Checkup['status']): readonly string[] =>
    checks.filter((check) => check.status === status).map(({ check }) => check);
  const [lacking, unknown] = [named('not-ready'), named('unknown')];
  if (lacking.length > 0) return escapeTerminal(`NOT READY: ${lacking.join(', ')}`);
  if (unknown.length > 0) return escapeTerminal(`NOT KNOWN TO BE READY: ${unknown.join(', ')}`);
  return 'READY, as far as this can be told from here';
}
