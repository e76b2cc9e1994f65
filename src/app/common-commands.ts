import { InternalError, isMistake, PausedError } from '../base/errors.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { sha256 } from '../base/hashing.ts';
import { citedOf, eventOf } from '../engine/row-citation.ts';
import { nothingFoundText, stretchesText, withheldCoverage } from '../model/coverage.ts';
import { withoutTexts } from '../dialect/without-texts.ts';
import { ELEMENTS } from '../model/element.ts';
import { isSeverity } from '../model/severity.ts';
import { isSourceId, type SourceId } from '../model/source.ts';
import type { Command, Position } from '../ports/responder.ts';
import { WHOLE } from '../model/scope.ts';
import { counted } from '../base/text.ts';
import { boardAtPrompt } from './actions/board-at-prompt.ts';
import { containNow } from './actions/contain-now.ts';
import { coverageBehind, coverageEntries } from './case-coverage.ts';
import type { Session } from './session.ts';

type Given<K extends Command['do']> = Extract<Command, { readonly do: K }>;

/** Commands that mean the same at every prompt. */
export async function handleCommonCommand(
  session: Session,
  command: Command,
  position: Position,
): Promise<void> {
  switch (command.do) {
    case 'note':
      return session.record('note-added', { text: command.text, request: null });
    case 'log':
      return session.record('log-added', {
        kind: command.kind,
        text: command.text,
        at: session.wiring.clock.now(),
        who: session.by.human,
        request: null,
      });
    case 'jump':
      return jump(session, command.to);
    case 'sql':
      await ownSql(session, command.sql, position);
      return;
    case 'keep-row':
      return keepRow(session, command);
    case 'raise':
      return raise(session, command, position);
    case 'expect':
      return session.record('finding-marked', { finding: command.finding, expected: true, why: command.why });
    case 'contain':
      return containNow(session, command.action);
    case 'board':
      return boardAtPrompt(session);
    case 'leave':
      throw new PausedError('the case was left by the responder', {
        fix: `go on with: heptad resume ${session.wiring.store.folder}`,
      });
    case 'continue':
    case 'rerun':
    case 'skip':
    case 'answer':
    case 'suspects':
      throw new InternalError(`'${command.do}' was given where it means nothing`);
  }
}

/** To a step: it runs again. To a question: it is asked again. */
async function jump(session: Session, to: string): Promise<void> {
  const isStep = session.playbook.elements.some(({ steps }) => steps.some(({ id }) => id === to));
  if (isStep) await session.record('step-reset', { step: to });
  await session.record('jumped', { to });
}

/**
 * The responder's own SQL: run, journaled with its coverage, its rows offered for keeping. Other SQL from there takes
 * the place of this one once it runs. Gives whether it ran.
 */
async function ownSql(session: Session, sql: string, position: Position): Promise<boolean> {
  const { lake, responder } = session.wiring;
  const scope = session.state.opened?.scope ?? WHOLE;
  let result;
  try {
    result = await lake.query({ sql, params: {}, scope });
  } catch (error) {
    if (!isMistake(error)) throw error;
    responder.complain(error);
    return false;
  }
  const told = session.opened ? withoutTexts(sql) : sql;
  const seen = coverageBehind(session.state, sourcesIn(sql, session), scope);
  const coverage = result.withheld ? withheldCoverage(seen) : seen;
  const kept =
    result.rows.length === 0
      ? null
      : await session.keep(
          'own query',
          canonicalJson({
            sql: told,
            columns: result.columns,
            rows: result.rows,
            truncated: result.truncated,
          }),
        );
  await session.record('query-run', {
    sql: told,
    params: {},
    rows: result.rows.length,
    result: kept,
    coverage,
  });
  const coverageText =
    result.rows.length === 0
      ? nothingFoundText(coverage)
      : `from ${counted(coverage.records, 'event')}, ${stretchesText(coverage.stretches)}`;
  for (;;) {
    const command = await responder.atRows({
      position,
      columns: result.columns,
      rows: result.rows,
      truncated: result.truncated,
      coverageText,
    });
    if (command.do === 'continue') return true;
    if (command.do !== 'sql') await handleCommonCommand(session, command, position);
    else if (await ownSql(session, command.sql, position)) return true;
  }
}

/** The sources that the tables of a statement are made of, as far as they have records. */
function sourcesIn(sql: string, session: Session): readonly SourceId[] {
  const present = [...new Set(coverageEntries(session.state).map(({ source }) => source))].filter(isSourceId);
  const named = present.filter((source) => sql.toLowerCase().includes(tableOf(source)));
  if (named.length > 0) return named;
  if (/bedrock_invocations/i.test(sql)) return ['bedrock.invocations'];
  if (/azure_events/i.test(sql)) return ['azure.activity'];
  return [/google_events/i.test(sql) ? 'google.audit.activity' : 'cloudtrail.management'];
}

function tableOf(source: SourceId): string {
  if (source === 'bedrock.invocations') return 'bedrock_invocations';
  if (source.startsWith('azure.')) return 'azure_events';
  return source.startsWith('google.') ? 'google_events' : 'cloudtrail';
}

async function keepRow(session: Session, { row, as, title }: Given<'keep-row'>): Promise<void> {
  const result = await session.keep('row', canonicalJson(row));
  await session.record('row-kept', { what: as, title, at: citedOf(row).first, event: eventOf(row), result });
}

async function raise(
  session: Session,
  { row, title, severity, why }: Given<'raise'>,
  position: Position,
): Promise<void> {
  if (!isSeverity(severity)) throw new InternalError(`a finding was raised with severity '${severity}'`);
  const cited = citedOf(row);
  const number = Object.keys(session.state.findings).filter((id) => id.startsWith('manual-')).length + 1;
  const result = await session.keep('row', canonicalJson(row));
  await session.record('finding-raised', {
    id: `manual-${number}`,
    element: ELEMENTS[position.element.index - 1] ?? 'access',
    step: 'manual',
    title,
    description: why,
    severity,
    count: cited.count,
    first: cited.first,
    last: cited.last,
    principals: cited.principals,
    sourceIps: cited.addresses,
    events: cited.events.length > 0 ? cited.events : [`row:${sha256(result).slice(0, 12)}`],
    evidence: cited.evidence,
    attack: [],
    atlas: [],
    owasp: [],
    why,
  });
}
