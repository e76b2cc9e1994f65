import { LimitExceededException } from '@aws-sdk/client-iam';
import { drawId } from '../../world/draw.ts';
import { given } from '../../world/given.ts';
import type { SigningKey, User } from '../../world/iam-state.ts';
import type { World } from '../../world/world.ts';
import { because, WireError } from '../../wire/wire-error.ts';
import { found, listPage, pageMark, userOf } from './entities.ts';
import type { IamHandlers } from './handlers.ts';

const MOST_SSH_KEYS = 5;
const MOST_CERTIFICATES = 2;

/** SSH public keys and signing certificates. What is in them is kept, never looked into. */
export function signingKeyHandlers(world: World): IamHandlers {
  return { ...sshKeyHandlers(world), ...certificateHandlers(world) };
}

function sshKeyHandlers({ iam, random }: World): IamHandlers {
  return {
    ListSSHPublicKeys: ({ UserName, ...paging }, call) => {
      const user = userOf(iam, UserName, call);
      const page = listPage([...user.sshKeys.values()], paging, `ListSSHPublicKeys ${user.name}`);
      return {
        SSHPublicKeys: page.items.map(({ id, status, createdAt }) => ({
          UserName: user.name,
          SSHPublicKeyId: id,
          Status: status,
          UploadDate: new Date(createdAt),
        })),
        ...pageMark(page),
      };
    },
    UploadSSHPublicKey: ({ UserName, SSHPublicKeyBody }, call) => {
      const user = userOf(iam, UserName, call);
      if (user.sshKeys.size >= MOST_SSH_KEYS)
        throw new LimitExceededException(
          because(`Cannot exceed quota for SSHPublicKeysPerUser: ${MOST_SSH_KEYS}`),
        );
      const key = newKey(drawId(random, 'APKA'), given(SSHPublicKeyBody, 'SSHPublicKeyBody'), call.now);
      user.sshKeys.set(key.id, key);
      return {
        SSHPublicKey: {
          UserName: user.name,
          SSHPublicKeyId: key.id,
          SSHPublicKeyBody: key.body,
          // Real ones are the MD5 of the key; here it only has to be there.
          Fingerprint: '00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00',
          Status: key.status,
          UploadDate: new Date(key.createdAt),
        },
      };
    },
    UpdateSSHPublicKey: ({ UserName, SSHPublicKeyId, Status }, call) => {
      const key = keyIn(userOf(iam, UserName, call), 'sshKeys', given(SSHPublicKeyId, 'SSHPublicKeyId'));
      key.status = statusOf(Status);
      return {};
    },
    DeleteSSHPublicKey: ({ UserName, SSHPublicKeyId }, call) => {
      const user = userOf(iam, UserName, call);
      user.sshKeys.delete(keyIn(user, 'sshKeys', given(SSHPublicKeyId, 'SSHPublicKeyId')).id);
      return {};
    },
  };
}

function certificateHandlers({ iam, random }: World): IamHandlers {
  return {
    ListSigningCertificates: ({ UserName, ...paging }, call) => {
      const user = userOf(iam, UserName, call);
      const page = listPage([...user.certificates.values()], paging, `ListSigningCertificates ${user.name}`);
      return { Certificates: page.items.map((key) => certificateShape(user, key)), ...pageMark(page) };
    },
    UploadSigningCertificate: ({ UserName, CertificateBody }, call) => {
      const user = userOf(iam, UserName, call);
      if (user.certificates.size >= MOST_CERTIFICATES)
        throw new LimitExceededException(
          because(`Cannot exceed quota for SigningCertificatesPerUser: ${MOST_CERTIFICATES}`),
        );
      const key = newKey(random.text(LETTERS, 24), given(CertificateBody, 'CertificateBody'), call.now);
      user.certificates.set(key.id, key);
      return { Certificate: certificateShape(user, key) };
    },
    UpdateSigningCertificate: ({ UserName, CertificateId, Status }, call) => {
      const key = keyIn(userOf(iam, UserName, call), 'certificates', given(CertificateId, 'CertificateId'));
      key.status = statusOf(Status);
      return {};
    },
    DeleteSigningCertificate: ({ UserName, CertificateId }, call) => {
      const user = userOf(iam, UserName, call);
      user.certificates.delete(keyIn(user, 'certificates', given(CertificateId, 'CertificateId')).id);
      return {};
    },
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function newKey(id: string, body: string, now: number): SigningKey {
  return { id, body, createdAt: now, status: 'Active' };
}

function certificateShape({ name }: User, { id, body, status, createdAt }: SigningKey) {
  return {
    UserName: name,
    CertificateId: id,
    CertificateBody: body,
    Status: status,
    UploadDate: new Date(createdAt),
  };
}

function keyIn(user: User, kind: 'sshKeys' | 'certificates', id: string): SigningKey {
  const what = kind === 'sshKeys' ? 'Public Key' : 'Certificate';
  return found(user[kind].get(id), `The ${what} with id ${id} cannot be found.`);
}

function statusOf(status: string | undefined): SigningKey['status'] {
  if (status !== 'Active' && status !== 'Inactive')
    throw new WireError('ValidationError', `Value '${status}' at 'status' must be Active or Inactive`);
  return status;
}
