import { UserError } from '../../base/errors.ts';
import { isObject, type JsonObject } from '../../base/json.ts';
import type { Gain } from '../../model/play.ts';
import type { GainKind } from '../../model/scenario.ts';
import type { ActorCredentials } from './actor-credentials.ts';

/** A credential out of a call's answer: its id for the log, and itself for the intruder's hand. */
export interface Gained {
  readonly gain: Gain;
  readonly credentials: ActorCredentials;
}

/** @throws UserError when the answer holds no such credential */
export function gained(kind: GainKind, output: JsonObject): Gained {
  if (kind === 'api-key') {
    const key = member(output, 'ServiceSpecificCredential', kind);
    const id = text(key, 'ServiceSpecificCredentialId');
    const bearer = text(key, 'ServiceCredentialSecret');
    return { gain: { kind, id }, credentials: { accessKeyId: id, secretAccessKey: 'none', bearer } };
  }
  const key = member(output, kind === 'session' ? 'Credentials' : 'AccessKey', kind);
  const id = text(key, 'AccessKeyId');
  const credentials = { accessKeyId: id, secretAccessKey: text(key, 'SecretAccessKey') };
  if (kind === 'access-key') return { gain: { kind, id }, credentials };
  return { gain: { kind, id }, credentials: { ...credentials, sessionToken: text(key, 'SessionToken') } };
}

function member(output: JsonObject, name: string, kind: GainKind): Readonly<Record<string, unknown>> {
  const value = output[name];
  if (isObject(value)) return value;
  throw new UserError(`the scenario expects a credential (${kind}) where the answer has none`, {
    why: `the answer has no ${name}`,
    fix: "take 'gains' from a call that gives such a credential",
  });
}

function text(value: Readonly<Record<string, unknown>>, name: string): string {
  return typeof value[name] === 'string' ? value[name] : '';
}
