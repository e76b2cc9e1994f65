import type { AccountConnected, CaseEvents, EventKind, JournalEntry } from '../model/case-event.ts';
import { type CaseState, collectionKey, type Stamp, stepKey } from '../model/case-state.ts';
import { suspectKey } from '../model/suspect.ts';
import {
  withAnswer,
  withDecidedAction,
  withHandedOver,
  withIntention,
  withOffer,
  withPlan,
  withProof,
  withReadBack,
  withVoid,
} from './fold-actions.ts';
import { withCopied, withDestination } from './fold-copies.ts';
import { withMark, withRaised, withRun, withoutRuns } from './fold-findings.ts';
import { withDecidedSet, withSet } from './fold-sets.ts';
import { INITIAL_STATE } from './initial-state.ts';
import { withDecision, withInputs, withProposals } from './fold-suspects.ts';

type Fold<K extends EventKind> = (state: CaseState, data: CaseEvents[K], stamp: Stamp) => CaseState;

/** The state after an entry. Pure: the same journal always folds to the same state. */
export function apply(state: CaseState, entry: JournalEntry): CaseState {
  const stamp: Stamp = { seq: entry.seq, at: entry.at, by: entry.by };
  const fold = FOLDS[entry.kind] as Fold<EventKind>;
  const folded = fold(state, entry.data, stamp);
  const operators = folded.operators.includes(entry.by.human)
    ? folded.operators
    : [...folded.operators, entry.by.human];
  return { ...folded, operators, lastSeq: entry.seq, lastAt: entry.at, head: entry.hash };
}

/** The state after a whole journal. */
export function foldJournal(entries: readonly JournalEntry[]): CaseState {
  return entries.reduce(apply, INITIAL_STATE);
}

const FOLDS: { readonly [K in EventKind]: Fold<K> } = {
  'case-opened': (state, data, stamp) =>
    withInputs({ ...state, opened: { ...data, ...stamp } }, data.suspects),
  'case-resumed': (state) => ({ ...state, pausedAt: null }),
  'case-paused': (state, { prompt }) => ({ ...state, pausedAt: prompt }),
  'case-finished': (state) => ({ ...state, finished: true, pausedAt: null }),
  'case-closed': (state, _, { at }) => ({ ...state, closedAt: at, pausedAt: null }),
  'logs-named': (state, { paths }) => ({
    ...state,
    logPaths: [...new Set([...state.logPaths, ...paths])],
    finished: false,
  }),
  'content-sealed': (state, { recipients }) => ({ ...state, recipients }),
  'content-opened': (state, { request }) => withRequest(state, request),
  'report-unredacted': (state, { request }) => withRequest(state, request),
  'evidence-stored': (state, batch) => ({ ...state, evidence: [...state.evidence, batch] }),
  'lake-built': (state, lake) => ({
    ...state,
    lake,
    finished: state.finished && state.lake?.generation === lake.generation,
  }),
  'coverage-declared': (state, { reason }) => ({ ...state, declaredComplete: reason }),
  'step-seen': (state) => ({ ...state, unseen: null }),
  'step-finished': (state, data, stamp) =>
    withProposals(
      withRun(state, stepKey(data.step, data.suspect), { ...data, ...stamp, status: 'done', why: null }),
      data.proposals,
    ),
  'step-skipped': (state, { step, suspect, why }, stamp) => {
    const key = stepKey(step, suspect);
    // What a run found before it was skipped stays found.
    const before = state.runs[key]?.status === 'done' ? state.runs[key] : EMPTY_RUN;
    const run = {
      ...before,
      step,
      suspect,
      ...stamp,
      generation: state.lake?.generation ?? 0,
      status: 'skipped' as const,
      why,
    };
    return { ...state, focus: null, runs: { ...state.runs, [key]: run } };
  },
  'step-reset': (state, { step }) => withoutRuns(state, step),
  'suspect-decided': (state, { suspects, decision }) =>
    withDecision(state, suspects.map(suspectKey), decision),
  'finding-marked': (state, data) => withMark(state, data),
  'finding-raised': (state, { why, ...finding }) => withRaised(state, finding, why),
  'question-answered': (state, data, stamp) => {
    const before = state.answers[data.question];
    const earlier =
      before === undefined
        ? []
        : [
            ...before.earlier,
            { seq: before.seq, at: before.at, by: before.by, answer: before.answer, why: before.why },
          ];
    const deferred = state.deferred.filter((id) => id !== data.question);
    return {
      ...state,
      focus: null,
      deferred,
      answers: { ...state.answers, [data.question]: { ...data, ...stamp, earlier } },
    };
  },
  'question-deferred': (state, { question }) => ({
    ...state,
    focus: null,
    deferred: [...new Set([...state.deferred, question])],
  }),
  jumped: (state, { to }) => ({
    ...state,
    focus: to,
    finished: false,
    deferred: state.deferred.filter((id) => id !== to),
  }),
  'note-added': (state, { text, request }, stamp) => ({
    ...withRequest(state, request),
    notes: [...state.notes, { text, ...stamp }],
  }),
  'log-added': (state, data, { at, by }) => ({
    ...withRequest(state, data.request),
    log: [...state.log, { ...data, writtenAt: at, by }],
  }),
  'query-run': (state, data, stamp) => ({ ...state, queries: [...state.queries, { ...data, ...stamp }] }),
  'row-kept': (state, { what, title, at, event, result }, stamp) => ({
    ...state,
    kept: [...state.kept, { what, title, eventAt: at, event, result, ...stamp }],
  }),
  'set-aside': (state, { what, file }, stamp) => ({
    ...state,
    setAside: [...state.setAside, { what, file, ...stamp }],
  }),
  'request-refused': (state) => state,
  'account-wanted': (state, wanted) => ({ ...state, wanted }),
  'accounts-named': (state, { roles, organizationRole }) => ({
    ...state,
    reach: {
      ...state.reach,
      roles: [...new Set([...state.reach.roles, ...roles])],
      organizationRole: organizationRole ?? state.reach.organizationRole,
    },
  }),
  'organization-listed': (state, { roles }) => ({ ...state, reach: { ...state.reach, listed: roles } }),
  'account-refused': (state, refused) => ({
    ...state,
    refused: [...state.refused.filter(({ role }) => role !== refused.role), refused],
  }),
  'account-connected': withAccount,
  'calls-made': (state) => state,
  'collection-planned': (state, planned) => ({
    ...state,
    collections: [...state.collections, planned],
    finished: false,
  }),
  'collection-advanced': (state, advanced) => {
    const planned = state.collections.findLast(({ account }) => account === advanced.account);
    if (planned === undefined) return state;
    const key = collectionKey(planned, advanced);
    return { ...state, collected: { ...state.collected, [key]: advanced } };
  },
  'evidence-wished': (state, evidenceWished) => ({ ...state, evidenceWished }),
  'evidence-destination': (state, destination) => ({
    ...state,
    evidenceWished: null,
    evidenceCopy: withDestination(state.evidenceCopy, destination),
  }),
  'evidence-copied': (state, copied, { at }) => ({
    ...state,
    evidenceCopy: withCopied(state.evidenceCopy, copied, at),
  }),
  'evidence-copy-ended': ({ evidenceCopy, ...state }, { why }) => ({
    ...state,
    evidenceWished: null,
    evidenceCopy: evidenceCopy === null ? null : { ...evidenceCopy, ended: why },
  }),
  'action-offered': withOffer,
  'action-planned': withPlan,
  'action-decided': withDecidedAction,
  'set-planned': withSet,
  'set-decided': withDecidedSet,
  'preservation-decided': (state, data, stamp) => ({ ...state, preservation: { ...data, ...stamp } }),
  'action-handed-over': withHandedOver,
  'action-voided': withVoid,
  'call-intended': withIntention,
  'call-answered': withAnswer,
  'action-read-back': withReadBack,
  'action-proved': withProof,
  // What the people around a walk do changes nothing of the walk.
  'watch-round': (state) => state,
  'play-opened': (state) => state,
  'inject-delivered': (state) => state,
  'play-directed': (state, { request }) => withRequest(state, request),
};

const EMPTY_RUN = {
  element: 'access',
  rows: null,
  result: null,
  coverage: { status: 'complete', records: 0, stretches: [], gaps: [] },
  findings: [],
  proposals: [],
  failed: null,
} as const;

/** An account keeps its place: the first is the operator's own. */
function withAccount(state: CaseState, account: AccountConnected): CaseState {
  const known = state.accounts.some((one) => one.account === account.account);
  return {
    ...state,
    accounts: known
      ? state.accounts.map((one) => (one.account === account.account ? account : one))
      : [...state.accounts, account],
    refused: state.refused.filter((one) => one.account !== account.account),
  };
}

function withRequest(state: CaseState, request: string | null): CaseState {
  return request === null ? state : { ...state, requests: [...state.requests, request] };
}
