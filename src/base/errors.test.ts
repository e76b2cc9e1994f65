import { describe, expect, it } from 'vitest';
import {
  CaseHeldError,
  IntegrityError,
  InternalError,
  InterruptedError,
  isMistake,
  PausedError,
  UserError,
} from './errors.ts';

describe('what a person can mend at a prompt', () => {
  it.each([new UserError('no such key'), new PausedError('waits for a second approval')])(
    'is a mistake: $name',
    (error) => expect(isMistake(error)).toBe(true),
  );

  it.each([
    new InterruptedError('you left'),
    new IntegrityError('the chain is broken'),
    new CaseHeldError('held'),
    new InternalError('a fault'),
  ])('is not $name', (error) => expect(isMistake(error)).toBe(false));
});
