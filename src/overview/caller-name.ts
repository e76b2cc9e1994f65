/** The end of an ARN, which is what tells one identity from another: `user/build-bot`. */
export function callerName(arn: string): string {
  return arn.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, '');
}
