import { BadRequestException } from '@aws-sdk/client-guardduty';
import type * as guardduty from '@aws-sdk/client-guardduty';
import type { Call } from '../../world/call.ts';
import type { Detector } from '../../world/guardduty-state.ts';
import { pageOf, type Page } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because } from '../../wire/wire-error.ts';

/** Handlers of some of GuardDuty's operations. */
export type GuardDutyHandlers = Handlers<typeof guardduty, Call>;

export function rejected(why: string): BadRequestException {
  return new BadRequestException({
    ...because(`The request is rejected because ${why}`),
    Type: 'InvalidInputException',
  });
}

/** @throws BadRequestException, as GuardDuty knows no other word for what is not there */
export function detectorOf(
  { guardduty }: Pick<World, 'guardduty'>,
  id: string | undefined,
  { region }: Call,
): Detector {
  const { detector } = guardduty(region);
  if (detector === undefined || detector.id !== id)
    throw rejected('the input detectorId is not owned by the current account.');
  return detector;
}

export function page<T>(
  items: readonly T[],
  question: string,
  {
    NextToken,
    MaxResults = 50,
  }: { readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined },
): Page<T> {
  // GuardDuty's own clients send an empty token for the first page.
  const token = NextToken === '' ? undefined : NextToken;
  const found = pageOf(items, { token, size: MaxResults, question });
  if (found === null) throw rejected('the parameter nextToken has an invalid value.');
  return found;
}
