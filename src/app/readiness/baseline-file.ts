import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeDurably } from '../../base/durable-file.ts';
import { UserError } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import { type Baseline, BASELINE_LISTS, isHabit } from '../../model/baseline.ts';
import type { Places } from '../case-places.ts';

/** Where the baseline of an account is kept unless a file is named: beside the cases. */
export function baselinePlace({ cases }: Places, account: string): string {
  return join(dirname(cases), 'baselines', `${account}.json`);
}

/** The baseline of an account; null where none was ever kept. @throws UserError for one that can't be used */
export function loadBaseline(file: string, account: string): Baseline | null {
  if (!existsSync(file)) return null;
  const value = readBaseline(file);
  if (value.account !== account)
    throw new UserError(`${file} is the baseline of account ${value.account}`, {
      why: `the account that is looked at is ${account}`,
      fix: 'name the file of this account, or make one by --build-baseline',
    });
  return value;
}

/** The baseline in a file, of whichever account. @throws UserError for one that is not there or can't be used */
export function readBaseline(file: string): Baseline {
  if (!existsSync(file))
    throw new UserError(`there is no '${file}'`, { fix: 'make one: heptad readiness --build-baseline' });
  const value = parsed(file);
  if (isBaseline(value)) return value;
  throw new UserError(`${file} is no baseline`, {
    why: 'it does not have the members that heptad writes',
    fix: 'make it again: heptad readiness --build-baseline',
  });
}

export function keepBaseline(file: string, baseline: Baseline): void {
  mkdirSync(dirname(file), { recursive: true });
  writeDurably(file, `${JSON.stringify(baseline, null, 2)}\n`);
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${file} is no JSON`, {
      why: error.message,
      fix: 'make the baseline again: heptad readiness --build-baseline',
    });
  }
}

const TEXTS = ['account', 'madeAt', 'from', 'to', 'source'] as const;

/** A file of before there were habits has none: they are not told. */
function isBaseline(value: unknown): value is Baseline {
  return (
    isObject(value) &&
    value['heptad'] === 1 &&
    typeof value['complete'] === 'boolean' &&
    typeof value['events'] === 'number' &&
    TEXTS.every((name) => typeof value[name] === 'string') &&
    BASELINE_LISTS.every((name) => value[name] === null || isTexts(value[name])) &&
    (value['habits'] === undefined || areHabits(value['habits']))
  );
}

function areHabits(value: unknown): boolean {
  return isObject(value) && Object.entries(value).every(([name, names]) => isHabit(name) && isTexts(names));
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
