// What heptad is measured against: one process that only decompresses, and two that make TSV with jq.
import { spawnSync } from 'node:child_process';
import { measure } from './measure.mjs';

const JQ_FILTER =
  '.Records[] | [.eventTime, .eventSource, .eventName, .awsRegion, .sourceIPAddress, .userIdentity.arn, .userIdentity.accessKeyId, .errorCode, .requestID, .eventID] | @tsv';

/** Decompresses every file with one process: no ingest can be expected to be much faster. */
export function zcatOnce(folder) {
  return measure([
    'sh',
    '-c',
    'find "$1" -name "*.gz" -print0 | xargs -0 -n 1000 gzip -dc >/dev/null',
    'sh',
    folder,
  ]);
}

/** Turns every event into a line of ten fields with jq, two processes side by side. */
export function jqTwice(folder) {
  const script = 'gzip -dc "$@" | jq -r "$JQ_FILTER" >/dev/null';
  return measure([
    'sh',
    '-c',
    'export JQ_FILTER="$2"; find "$1" -name "*.gz" -print0 | xargs -0 -P 2 -n 50 sh -c "$3" sh',
    'sh',
    folder,
    JQ_FILTER,
    script,
  ]);
}

/** @returns {string | null} why jq can't be measured, or null when it can */
export function whyNoJq() {
  const found = spawnSync('jq', ['--version'], { encoding: 'utf8' });
  if (found.error !== undefined) return 'jq is not installed';
  return null;
}

/** Such as `jq-1.6`. */
export function jqVersion() {
  return spawnSync('jq', ['--version'], { encoding: 'utf8' }).stdout.trim();
}
