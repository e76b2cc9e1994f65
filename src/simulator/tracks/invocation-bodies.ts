import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import type { InvocationRecord, SideObject } from '../story/invocation-record.ts';

/** A record whose large bodies stand beside it. */
export interface RecordAside {
  readonly time: number;
  readonly region: string;
  readonly record: JsonObject;
  readonly sideObjects: readonly SideObject[];
}

/** Bodies over 100 KB become objects of their own. */
const LARGEST_BODY = 100 * 1024;

/**
 * Takes large bodies out of a record.
 * @param place where they go; without one they are left out, and nobody has them
 */
export function withBodiesAside(
  { time, region, record, sideObjects }: InvocationRecord,
  place: { readonly bucket: string; readonly folder: string } | undefined,
): RecordAside {
  const aside: SideObject[] = [...sideObjects];
  const shown: Record<string, Json> = { ...record };
  for (const side of ['input', 'output'] as const) {
    const part = record[side];
    if (!isObject(part)) continue;
    const { [`${side}BodyJson`]: body, ...rest } = part;
    if (body === undefined || Buffer.byteLength(JSON.stringify(body)) <= LARGEST_BODY) continue;
    const name = `data/${String(record['requestId'])}_${side}.json.gz`;
    if (place !== undefined) aside.push({ name, body });
    shown[side] = {
      ...rest,
      ...(place === undefined
        ? {}
        : { [`${side}BodyS3Path`]: `s3://${place.bucket}/${place.folder}/${name}` }),
    };
  }
  return { time, region, record: shown, sideObjects: aside };
}
