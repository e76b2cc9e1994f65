import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../base/durable-file.ts';
import { codeOf } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { isLogKind } from '../model/log-kind.ts';
import { readSignedApproval } from '../model/signed-approval.ts';
import type { InboxRequest } from '../ports/case-store.ts';

/** Places a request for the holder of the case. Once this returns it is on disk, and will be journaled. */
export function placeRequest(caseFolder: string, request: InboxRequest): void {
  const inbox = inboxOf(caseFolder);
  mkdirSync(inbox, { recursive: true, mode: 0o700 });
  writeDurably(
    join(inbox, `${request.at.replaceAll(/[^0-9]/g, '')}-${request.id}.json`),
    JSON.stringify(request),
  );
}

/** One file of the inbox: a sound request, or why it is none. */
export type InboxItem =
  | { readonly ok: true; readonly file: string; readonly request: InboxRequest }
  | { readonly ok: false; readonly file: string; readonly why: string };

/** Whether anything waits in the inbox. */
export function inboxWaits(caseFolder: string): boolean {
  return waiting(caseFolder).length > 0;
}

/** What waits in the inbox, oldest first. */
export function readInbox(caseFolder: string): readonly InboxItem[] {
  return waiting(caseFolder).map((file) => readItem(join(inboxOf(caseFolder), file), file));
}

export function removeRequest(caseFolder: string, file: string): void {
  rmSync(join(inboxOf(caseFolder), file), { force: true });
}

/** Keeps a refused request where it can be looked at. */
export function refuseRequest(caseFolder: string, file: string): void {
  renameSync(join(inboxOf(caseFolder), file), join(inboxOf(caseFolder), `${file}.refused`));
}

function readItem(path: string, file: string): InboxItem {
  try {
    return checked(JSON.parse(readFileSync(path, 'utf8')), file);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, file, why: `not JSON (${error.message})` };
  }
}

/** Only notes, log entries, openings of sealed content and approvals may come this way, and only in their proper shape. */
function checked(value: unknown, file: string): InboxItem {
  if (
    !isObject(value) ||
    typeof value['id'] !== 'string' ||
    typeof value['at'] !== 'string' ||
    !isObject(value['by']) ||
    !isObject(value['event'])
  ) {
    return { ok: false, file, why: 'not a request' };
  }
  const { kind, data } = value['event'];
  if (typeof value['by']['human'] !== 'string')
    return { ok: false, file, why: 'it does not say who made it' };
  if (kind === 'action-decided') return checkedDecision(value, file);
  if (kind === 'play-directed') return checkedDirection(value, file);
  if (kind === 'content-opened' || kind === 'report-unredacted') return checkedOpening(value, file);
  if (!isObject(data) || typeof data['text'] !== 'string') return { ok: false, file, why: 'it has no text' };
  if (
    kind === 'log-added' &&
    !(isLogKind(data['kind']) && typeof data['at'] === 'string' && typeof data['who'] === 'string')
  )
    return { ok: false, file, why: 'it is no log entry' };
  if (kind !== 'log-added' && kind !== 'note-added')
    return { ok: false, file, why: 'only notes, log entries, openings and approvals may come this way' };
  return { ok: true, file, request: value as unknown as InboxRequest };
}

/** An approval counts by the AWS identity that gave it, for exactly one plan. */
function checkedDecision(value: Readonly<Record<string, unknown>>, file: string): InboxItem {
  const request = value as unknown as InboxRequest;
  const { data } = request.event as { readonly data: unknown };
  const sound =
    isObject(data) &&
    typeof data['plan'] === 'number' &&
    typeof data['planSha256'] === 'string' &&
    (data['decision'] === 'approved' || data['decision'] === 'declined') &&
    typeof request.by.identity === 'string' &&
    (data['signed'] === undefined || typeof readSignedApproval(data['signed']) !== 'string');
  return sound
    ? { ok: true, file, request }
    : { ok: false, file, why: 'it is no decision on a plan by an AWS identity' };
}

/** Whoever opens sealed content says why and what for. */
function checkedOpening(value: Readonly<Record<string, unknown>>, file: string): InboxItem {
  const request = value as unknown as InboxRequest;
  const { data } = request.event as { readonly data: unknown };
  const sound = isObject(data) && typeof data['reason'] === 'string' && typeof data['use'] === 'string';
  return sound ? { ok: true, file, request } : { ok: false, file, why: 'it is no opening of content' };
}

/** What a facilitator may ask for; whether the play has such an inject or objective is judged when it is taken. */
function checkedDirection(value: Readonly<Record<string, unknown>>, file: string): InboxItem {
  const request = value as unknown as InboxRequest;
  const { data } = request.event as { readonly data: unknown };
  const command = isObject(data) ? data['command'] : undefined;
  const sound =
    isObject(command) &&
    ['pace', 'send', 'hold', 'tell', 'mark', 'hint', 'note', 'end'].includes(String(command['do'])) &&
    Object.values(command).every((part) => ['string', 'number', 'boolean'].includes(typeof part));
  return sound ? { ok: true, file, request } : { ok: false, file, why: 'it is no command for a play' };
}

function waiting(caseFolder: string): readonly string[] {
  return listed(inboxOf(caseFolder))
    .filter((file) => file.endsWith('.json'))
    .toSorted();
}

function inboxOf(caseFolder: string): string {
  return join(caseFolder, 'inbox');
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
