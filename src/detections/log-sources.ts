import { isObject } from '../base/json.ts';

/** The tables of the lake that rules can be about. */
export type LakeTable = 'cloudtrail' | 'bedrock_invocations';

/** `logsource` of a rule: product and service. The second is heptad's own, for Bedrock's model invocation logs. */
export const LOG_SOURCES: Readonly<Record<string, LakeTable>> = {
  'aws/cloudtrail': 'cloudtrail',
  'aws/bedrock_invocations': 'bedrock_invocations',
};

/** The table a log source means, or null where the lake has none for it. `category` must not be there. */
export function tableOf(logsource: unknown): LakeTable | null {
  if (!isObject(logsource)) return null;
  const { product, service, category } = logsource;
  if (category !== undefined || typeof service !== 'string') return null;
  const name = `${typeof product === 'string' ? product.toLowerCase() : ''}/${service.toLowerCase()}`;
  return Object.hasOwn(LOG_SOURCES, name) ? (LOG_SOURCES[name] ?? null) : null;
}
