import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { REVERSIBLE } from '../model/plan.ts';
import { objectOf, textOf } from './answers.ts';
import { sameButEmpty, type Setting } from './settings.ts';

/** Where the invocation log is to go; what is left out stays as it is. */
export interface LogDestination {
  readonly bucket?: string;
  readonly prefix?: string;
  readonly logGroup?: string;
  readonly role?: string;
  /** For bodies that a log event does not hold (FACTS 2.3: above 100 KB, and binary). */
  readonly largeDataBucket?: string;
}

/** By Region; null = nothing is logged there. */
export type LogConfigs = Readonly<Record<string, JsonObject | null>>;

const DATA = ['text', 'image', 'embedding', 'video', 'audio'].map((kind) => `${kind}DataDeliveryEnabled`);

/** The configuration of each Region, with every kind of data delivered. */
export function logSettings(params: LogDestination, configs: LogConfigs): readonly Setting[] {
  return Object.entries(configs).map(([region, is]) => {
    const wanted = merged(params, is, region);
    return {
      name: `invocation log of ${region}`,
      is,
      wanted,
      same: (a, b) => sameButEmpty(complete(a), complete(b)),
      set: (to: Json) => [
        {
          service: 'bedrock',
          operation: `${to === null ? 'Delete' : 'Put'}ModelInvocationLoggingConfiguration`,
          region,
          input: to === null ? {} : { loggingConfig: to },
          purpose: to === wanted ? 'log every kind of data again' : 'put the log back as it was before',
          reversibility: REVERSIBLE,
        },
      ],
    };
  });
}

/** A Put replaces everything: what is not given is taken over. */
function merged(
  { bucket, prefix, logGroup, role, largeDataBucket }: LogDestination,
  is: JsonObject | null,
  region: string,
): JsonObject {
  const s3Config =
    bucket === undefined
      ? objectOf(is, 's3Config')
      : {
          bucketName: bucket.replaceAll('{region}', region),
          ...(prefix === undefined ? {} : { keyPrefix: prefix }),
        };
  const cloudWatchConfig =
    logGroup === undefined || role === undefined
      ? objectOf(is, 'cloudWatchConfig')
      : {
          ...objectOf(is, 'cloudWatchConfig'),
          logGroupName: logGroup,
          roleArn: role,
          ...(largeDataBucket === undefined
            ? {}
            : {
                largeDataDeliveryS3Config: {
                  bucketName: largeDataBucket.replaceAll('{region}', region),
                  keyPrefix: 'large-data',
                },
              }),
        };
  return {
    ...is,
    ...(s3Config === null ? {} : { s3Config }),
    ...(cloudWatchConfig === null ? {} : { cloudWatchConfig }),
    ...Object.fromEntries(DATA.map((member) => [member, true])),
  };
}

/** Kinds of data that a configuration does not name are delivered. */
function complete(config: Json): Json {
  return isObject(config)
    ? { ...Object.fromEntries(DATA.map((member) => [member, true])), ...config }
    : config;
}

/** Where a configuration delivers to, for a person. */
export function destinations(config: JsonObject): string {
  const bucket = textOf(objectOf(config, 's3Config'), 'bucketName');
  const group = textOf(objectOf(config, 'cloudWatchConfig'), 'logGroupName');
  return [bucket, group].flatMap((name) => name ?? []).join(' and ');
}
