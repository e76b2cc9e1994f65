import { showUnseenInJson } from '../base/text-safety.ts';
import type { Report } from '../model/report.ts';

/**
 * The report as JSON (`schemas/report.schema.json`), keys in the order of the contract whatever order they were made
 * in, so that two reports can be compared line by line.
 */
export function renderJson(report: Report): string {
  return `${showUnseenInJson(JSON.stringify(inContractOrder(report), null, 2))}\n`;
}

const SUSPECT = ['kind', 'value', 'decision', 'origin', 'why'];
const STEP_COVERAGE = ['status', 'records', 'stretches', 'gaps'];
const QUESTION = ['id', 'ask', 'answer', 'why', 'by', 'at', 'stale', 'unanswerable', 'limits'];
const STEP = ['id', 'title', 'suspect', 'status', 'rows', 'coverage', 'text', 'result'];
const ELEMENT = ['id', 'title', 'status', 'summary', 'questions', 'steps'];
const CASE = [
  'id',
  'mode',
  'label',
  'playbook',
  'opened',
  'closed',
  'severity',
  'declared',
  'operators',
  'tickets',
];
const PLAYBOOK = ['id', 'version', 'sha256', 'title', 'frameworks'];
const FINDING = [
  'id',
  'element',
  'step',
  'title',
  'description',
  'severity',
  'count',
  'first',
  'last',
  'principals',
  'sourceIps',
  'events',
  'attack',
  'atlas',
  'owasp',
  'evidence',
  'disposition',
  'reason',
];
const ACTION = [
  'id',
  'action',
  'status',
  'target',
  'calls',
  'planSha256',
  'approvedBy',
  'executedBy',
  'at',
  'verification',
];
const PANEL = [
  'id',
  'title',
  'measures',
  'unit',
  'value',
  'level',
  'threshold',
  'perHour',
  'text',
  'series',
  'bars',
  'items',
  'itemCount',
  'notes',
  'coverage',
];
const COVERAGE = ['source', 'account', 'region', 'from', 'to', 'status', 'detail', 'records', 'stretches'];

function inContractOrder(report: Report): object {
  return {
    case: ordered({ ...report.case, playbook: ordered(report.case.playbook, PLAYBOOK) }, CASE),
    scope: ordered(report.scope, ['from', 'to', 'account']),
    suspects: report.suspects.map((suspect) => ordered(suspect, SUSPECT)),
    elements: report.elements.map((element) => orderedElement(element)),
    findings: report.findings.map((finding) => ordered(finding, FINDING)),
    actions: report.actions.map((action) => ordered(action, ACTION)),
    log: report.log.map((entry) => ordered(entry, ['kind', 'text', 'at', 'who', 'writtenAt'])),
    notes: report.notes.map((note) => ordered(note, ['text', 'at', 'by'])),
    timeline: report.timeline.map((entry) => ordered(entry, ['at', 'kind', 'title', 'event'])),
    coverage: report.coverage.map((entry) => ordered(entry, COVERAGE)),
    evidence: report.evidence.map((item) =>
      ordered(item, ['sha256', 'size', 'source', 'collectedAt', 'collector']),
    ),
    integrity: ordered(report.integrity, ['entries', 'head', 'ok', 'detail', 'clocks', 'copy']),
    generated: ordered(report.generated, ['at', 'by', 'version']),
    overview: report.overview === null ? null : orderedOverview(report.overview),
    ...(report.exercise === null ? {} : { exercise: report.exercise }),
  };
}

function orderedOverview(overview: NonNullable<Report['overview']>): object {
  return ordered(
    {
      ...overview,
      panels: overview.panels.map((panel) =>
        ordered({ ...panel, coverage: ordered(panel.coverage, STEP_COVERAGE) }, PANEL),
      ),
      groups: overview.groups.map((group) =>
        ordered(
          {
            ...group,
            measures: group.measures.map((measure) =>
              ordered(
                {
                  ...measure,
                  coverage: measure.coverage === null ? null : ordered(measure.coverage, STEP_COVERAGE),
                },
                ['id', 'title', 'state', 'text', 'coverage'],
              ),
            ),
          },
          ['id', 'title', 'measures'],
        ),
      ),
    },
    ['from', 'to', 'panels', 'groups', 'prices'],
  );
}

function orderedElement(element: Report['elements'][number]): object {
  return ordered(
    {
      ...element,
      questions: element.questions.map((question) => ordered(question, QUESTION)),
      steps: element.steps.map((step) =>
        ordered({ ...step, coverage: ordered(step.coverage, STEP_COVERAGE) }, STEP),
      ),
    },
    ELEMENT,
  );
}

/** The object with the named keys first; any other key keeps its place after them. */
function ordered(value: object, keys: readonly string[]): object {
  const entries = new Map<string, unknown>(Object.entries(value));
  const named = keys.flatMap((key) => (entries.has(key) ? [[key, entries.get(key)] as const] : []));
  const others = [...entries].filter(([key]) => !keys.includes(key));
  return Object.fromEntries([...named, ...others]);
}
