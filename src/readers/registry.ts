import type { Reader } from '../ports/reader.ts';
import { azureEvents } from './azure-events.ts';
import { bedrockBodies, bedrockMedia } from './bedrock-bodies.ts';
import { bedrockBareChunks, bedrockInvocations, bedrockLogEvents } from './bedrock-invocations.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudtrailLookupEvents } from './cloudtrail-lookup-events.ts';
import { googleEvents } from './google-events.ts';
import { SET_ASIDE } from './set-aside.ts';
import { wrappedCloudTrail, wrappedInvocations } from './wrapped-raw.ts';

/** All readers, in the order they are asked: what is known by its place first, then by content. */
export const READERS: readonly Reader[] = [
  bedrockBodies,
  bedrockMedia,
  ...SET_ASIDE,
  cloudtrail,
  cloudtrailLookupEvents,
  bedrockInvocations,
  bedrockLogEvents,
  bedrockBareChunks,
  wrappedCloudTrail,
  wrappedInvocations,
  azureEvents,
  googleEvents,
];
