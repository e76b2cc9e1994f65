import { ConflictException, ResourceNotFoundException, type GuardrailSummary } from '@aws-sdk/client-bedrock';
import type * as bedrock from '@aws-sdk/client-bedrock';
import type { BedrockState, Guardrail, GuardrailVersion } from '../../world/bedrock-state.ts';
import type { Call } from '../../world/call.ts';
import { drawGuardrailId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import { pageOf } from '../../world/page.ts';
import type { World } from '../../world/world.ts';
import type { Handlers } from '../../wire/handlers.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { policiesOf, type GuardrailInput } from './guardrail-policies.ts';

export type BedrockHandlers = Handlers<typeof bedrock, Call>;

const PAGE = 100;

/** Guardrails and their versions. */
export function guardrailHandlers({ bedrock, random, accountId }: World): BedrockHandlers {
  return {
    CreateGuardrail: (input, call) => {
      const state = bedrock(call.region);
      const id = drawGuardrailId(random);
      const guardrail = newGuardrail({ id, accountId, region: call.region, now: call.now }, input);
      refuseName(state, guardrail.draft.name, id);
      state.guardrails.set(id, guardrail);
      return {
        guardrailId: id,
        guardrailArn: guardrail.arn,
        version: 'DRAFT',
        createdAt: new Date(call.now),
      };
    },
    GetGuardrail: ({ guardrailIdentifier, guardrailVersion = 'DRAFT' }, call) =>
      versionOf(
        guardrailOf(bedrock(call.region), given(guardrailIdentifier, 'guardrailIdentifier')),
        guardrailVersion,
      ),
    ListGuardrails: ({ guardrailIdentifier, maxResults = PAGE, nextToken }, call) => {
      const state = bedrock(call.region);
      // Without an identifier: the drafts of all; with one: every version of that guardrail.
      const all =
        guardrailIdentifier === undefined
          ? [...state.guardrails.values()].map(({ draft }) => draft)
          : versionsOf(guardrailOf(state, guardrailIdentifier));
      const page = pageOf(all, {
        token: nextToken,
        size: maxResults,
        question: `ListGuardrails ${call.region} ${guardrailIdentifier}`,
      });
      if (page === null) throw new WireError('ValidationException', 'The provided nextToken is invalid.');
      return { guardrails: page.items.map(summaryOf), nextToken: page.next };
    },
    UpdateGuardrail: ({ guardrailIdentifier, ...input }, call) => {
      const state = bedrock(call.region);
      const guardrail = guardrailOf(state, given(guardrailIdentifier, 'guardrailIdentifier'));
      refuseName(state, given(input.name, 'name'), guardrail.id);
      guardrail.draft = draftOf(guardrail, input, {
        createdAt: guardrail.draft.createdAt ?? new Date(call.now),
        updatedAt: new Date(call.now),
      });
      return {
        guardrailId: guardrail.id,
        guardrailArn: guardrail.arn,
        version: 'DRAFT',
        updatedAt: new Date(call.now),
      };
    },
    CreateGuardrailVersion: ({ guardrailIdentifier, description }, call) => {
      const guardrail = guardrailOf(bedrock(call.region), given(guardrailIdentifier, 'guardrailIdentifier'));
      const version = String(guardrail.nextVersion);
      guardrail.nextVersion += 1;
      guardrail.versions.set(version, {
        ...guardrail.draft,
        version,
        description: description ?? guardrail.draft.description,
        createdAt: new Date(call.now),
      });
      return { guardrailId: guardrail.id, version };
    },
    DeleteGuardrail: ({ guardrailIdentifier, guardrailVersion }, call) => {
      const state = bedrock(call.region);
      const guardrail = guardrailOf(state, given(guardrailIdentifier, 'guardrailIdentifier'));
      if (guardrailVersion === undefined) state.guardrails.delete(guardrail.id);
      else {
        versionOf(guardrail, guardrailVersion);
        guardrail.versions.delete(guardrailVersion);
      }
      return {};
    },
  };
}

/** A guardrail with its draft only. */
export function newGuardrail(
  {
    id,
    accountId,
    region,
    now,
  }: { readonly id: string; readonly accountId: string; readonly region: string; readonly now: number },
  input: GuardrailInput,
): Guardrail {
  const arn = `arn:aws:bedrock:${region}:${accountId}:guardrail/${id}`;
  const times = { createdAt: new Date(now), updatedAt: new Date(now) };
  return { id, arn, draft: draftOf({ id, arn }, input, times), versions: new Map(), nextVersion: 1 };
}

/** Finds by id or ARN. */
export function guardrailOf({ guardrails }: BedrockState, identifier: string): Guardrail {
  const found = [...guardrails.values()].find(({ id, arn }) => id === identifier || arn === identifier);
  if (found === undefined)
    throw new ResourceNotFoundException(
      because(
        `Could not find guardrail ${identifier}. Check that the identifier is correct and try your request again.`,
      ),
    );
  return found;
}

/** Everything the input leaves out is gone: an update replaces. */
function draftOf(
  { id, arn }: { readonly id: string; readonly arn: string },
  input: GuardrailInput,
  times: { readonly createdAt: Date; readonly updatedAt: Date },
): GuardrailVersion {
  return {
    name: given(input.name, 'name'),
    description: input.description,
    guardrailId: id,
    guardrailArn: arn,
    version: 'DRAFT',
    status: 'READY',
    ...policiesOf(input),
    ...times,
    blockedInputMessaging: given(input.blockedInputMessaging, 'blockedInputMessaging'),
    blockedOutputsMessaging: given(input.blockedOutputsMessaging, 'blockedOutputsMessaging'),
    kmsKeyArn: input.kmsKeyId,
  };
}

function refuseName({ guardrails }: BedrockState, name: string | undefined, id: string): void {
  const taken = [...guardrails.values()].some((other) => other.id !== id && other.draft.name === name);
  if (taken)
    throw new ConflictException(
      because(
        'Another guardrail in your account already has this name. Update the name and retry your request.',
      ),
    );
}

/** A version by its number, or the draft. */
export function versionOf(guardrail: Guardrail, version: string): GuardrailVersion {
  const found = version === 'DRAFT' ? guardrail.draft : guardrail.versions.get(version);
  if (found === undefined)
    throw new ResourceNotFoundException(
      because(`Could not find version ${version} of guardrail ${guardrail.id}.`),
    );
  return found;
}

function versionsOf({ draft, versions }: Guardrail): readonly GuardrailVersion[] {
  return [draft, ...versions.values()];
}

function summaryOf(version: GuardrailVersion): GuardrailSummary {
  const {
    guardrailId,
    guardrailArn,
    status,
    name,
    description,
    version: number,
    createdAt,
    updatedAt,
  } = version;
  return {
    id: guardrailId,
    arn: guardrailArn,
    status,
    name,
    description,
    version: number,
    createdAt,
    updatedAt,
  };
}
