import { readPolicy } from '../../iam/policy-document.ts';

/** Keys that narrow a grant to everybody down to somebody. */
const NARROWING =
  /^aws:(sourceaccount|sourcearn|sourcevpc|sourcevpce|sourceip|principalorgid|principalarn|principalaccount|userid)$/i;

/** Whether a bucket policy grants anything to everybody, as S3 Block Public Access judges it. */
export function isPublicPolicy(text: string): boolean {
  const read = readPolicy(text, 'resource');
  if ('fault' in read) return false;
  return read.statements.some(
    ({ effect, principals, conditions }) =>
      effect === 'Allow' &&
      principals?.everybody === true &&
      !conditions.some(({ key }) => NARROWING.test(key)),
  );
}
