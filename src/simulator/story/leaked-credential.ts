import { background } from './background.ts';
import { createCast } from './cast.ts';
import { textField } from './field.ts';
import { playAccess } from './incident-access.ts';
import { GUARDRAIL_ENDS, LOGGING_ENDS, playAiChanges } from './incident-ai-changes.ts';
import { playAgency } from './incident-agency.ts';
import { playDataStores } from './incident-data-stores.ts';
import { playInfrastructure } from './incident-infrastructure.ts';
import { playInvocation } from './incident-invocation.ts';
import { playPrivateData } from './incident-private-data.ts';
import { createIntruder } from './intruder.ts';
import type { Moment } from './model-call.ts';
import { ACCOUNT } from './names.ts';
import { createRandom } from './random.ts';
import { createStage, keyedEvent, type KeyedEvent } from './stage.ts';
import { scheduledIngestion } from './scheduled-ingestion.ts';

export interface StoryOptions {
  /** The same seed tells the same story, to the last id. */
  readonly seed: string;
  /** The intruder's first call. */
  readonly start: Date;
  /** How many CloudTrail events of ordinary work surround the incident, from three hours before to five after. */
  readonly backgroundEvents: number;
}

/** What a responder should find out. */
export interface AnswerKey {
  readonly account: string;
  /** The intruder's credentials, addresses and users, and what the incident touched. */
  readonly suspects: {
    readonly accessKeys: readonly string[];
    readonly serviceCredentials: readonly string[];
    readonly users: readonly string[];
    readonly sessions: readonly string[];
    readonly addresses: readonly string[];
  };
  /** From here on, model calls have no invocation record (in the home Region; elsewhere they never had). */
  readonly invocationLoggingEnds: string;
  readonly guardrailEnds: string;
  readonly events: readonly KeyedEvent[];
}

/** A story as it happened: every moment in the order of time, and what to make of it. */
export interface Story {
  readonly moments: readonly Moment[];
  readonly key: AnswerKey;
}

const HOUR = 3_600_000;

/** The start of the example incident. */
export const DEFAULT_START = new Date('2026-01-15T09:00:00Z');

/**
 * The methodology's own example: a CI user's access key, exposed in a public repository, is used to enumerate
 * the account, ask for models, remove guardrail and invocation log, poison the knowledge base, call models and
 * have the application send mail.
 */
export function leakedCredential(options: StoryOptions): Story {
  const random = createRandom(options.seed);
  const start = options.start.getTime();
  const cast = createCast(random.fork('cast'));
  const intruder = createIntruder(random.fork('intruder'), cast, start);
  const stage = createStage({ random: random.fork('incident'), cast, intruder, start });
  for (const play of CHAPTERS) play(stage);
  const incident = stage.played();
  const invocationLoggingEnds = stage.minute(LOGGING_ENDS);
  const guardrailEnds = stage.minute(GUARDRAIL_ENDS);
  const routine = [
    ...background({
      random: random.fork('background'),
      cast,
      from: start - 3 * HOUR,
      to: start + 5 * HOUR,
      events: options.backgroundEvents,
      invocationLoggingEnds,
      guardrailEnds,
    }),
    ...scheduledIngestion(random.fork('ingestion'), cast, start - 2 * HOUR),
  ];
  const weakened = routine.filter((moment) => moment.time >= guardrailEnds && calledUnguarded(moment));
  return {
    moments: [...routine, ...incident.moments].toSorted((a, b) => a.time - b.time),
    key: {
      account: ACCOUNT,
      suspects: {
        accessKeys: [
          cast.legacyCi.keyId,
          intruder.secondKeyId,
          intruder.phantomKeyId,
          intruder.adminSessionKeyId,
          textField(intruder.stolenSession.identity, 'accessKeyId'),
        ],
        serviceCredentials: [intruder.serviceCredentialId],
        users: [cast.legacyCi.name, cast.analyst.name, intruder.phantomUser.name],
        sessions: [textField(intruder.adminSession.identity, 'arn')],
        addresses: intruder.addresses,
      },
      invocationLoggingEnds: new Date(invocationLoggingEnds).toISOString(),
      guardrailEnds: new Date(guardrailEnds).toISOString(),
      events: [...incident.key, ...weakened.map((moment) => keyedEvent(moment, ['V6']))].toSorted((a, b) =>
        a.time < b.time ? -1 : a.time > b.time ? 1 : 0,
      ),
    },
  };
}

const CHAPTERS = [
  playAccess,
  playInfrastructure,
  playAiChanges,
  playDataStores,
  playInvocation,
  playPrivateData,
  playAgency,
];

/** The application's own calls while its guardrail was gone and the log still ran: the words are there to be read. */
function calledUnguarded({ event, invocation }: Moment): boolean {
  if (invocation === undefined) return false;
  return !textField(event.requestParameters, 'modelId').includes('embed');
}
