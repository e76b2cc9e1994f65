import type { Json } from '../base/json.ts';
import { objectOf } from './answers.ts';
import { statementsIn } from './policies.ts';
import { actionMatches, textsOf } from './statement-match.ts';

/**
 * Who delivers into a bucket by its policy, for the preview. AWS services go on: our Deny leaves them alone and their
 * statements are kept. Older ways of delivery come from an account or a canonical user, which look like anybody else.
 */
export function deliveryLines(policy: string | null): readonly string[] {
  const writing = statementsIn(policy).filter(
    (statement) => statement['Effect'] === 'Allow' && actionMatches(statement, 's3:PutObject'),
  );
  const named = (member: string): readonly string[] => [
    ...new Set(writing.flatMap((statement) => principalsOf(statement['Principal'], member))),
  ];
  const services = named('Service');
  const others = [...named('AWS'), ...named('CanonicalUser')];
  return [
    ...(services.length === 0 ? [] : [`log delivery by ${services.join(', ')} goes on`]),
    ...(others.length === 0
      ? []
      : [
          `${others.join(', ')} may write into it by its policy and is shut out unless named in allow: log delivery of an older kind comes that way`,
        ]),
  ];
}

function principalsOf(principal: Json | undefined, member: string): readonly string[] {
  if (principal === '*') return member === 'AWS' ? ['everybody'] : [];
  return textsOf(objectOf({ principal: principal ?? null }, 'principal')?.[member]);
}
