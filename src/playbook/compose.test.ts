import { describe, expect, it } from 'vitest';
import { formatDiagnostic } from '../documents/diagnostic.ts';
import { checkPlaybook } from './check.ts';
import type { ReadPart } from './load-parts.ts';
import { loadPlaybook } from './load.ts';

const STEP = `
  - id: shared-look
    title: A look
    why: Because.
    sources: [cloudtrail.management]
    query: SELECT eventname, eventid FROM cloudtrail WHERE eventname = :wanted
    findings:
      - { id: A2, when: row.eventname != null, severity: high, title: T, description: D, attack: [T1098.001] }
`;
const PART = `heptad: 1
part: shared
summary: What several use.
inputs:
  wanted: { type: string, title: Name, optional: true }
steps:${STEP}questions:
  - { id: shared-question, ask: Is it so?, why: To know., informed_by: [A2, A9] }
`;

function playbook(own: {
  readonly parts?: string;
  readonly steps: string;
  readonly questions?: string;
}): string {
  const others = ['infrastructure', 'ai-changes', 'data-stores', 'invocation', 'private-data', 'agency'];
  return `heptad: 1
id: own
version: 1.0.0
title: Own
summary: S
parts: [${own.parts ?? 'shared'}]
frameworks: { attack: "19", atlas: "5.6.0", owasp: "LLM 2025" }
elements:
  access:
    summary: A
    steps: ${own.steps}
    questions: ${own.questions ?? '[]'}
${others.map((id) => `  ${id}: { summary: S }`).join('\n')}
`;
}

const partOf =
  (text: string, kind: 'part' | 'playbook' = 'part'): ReadPart =>
  (name) =>
    name === 'shared' ? { file: 'parts/shared.yaml', text, kind } : null;

const loaded = (text: string, part = PART): ReturnType<typeof loadPlaybook> =>
  loadPlaybook({ file: 'own/playbook.yaml', text, readPart: partOf(part) });

function good(text: string, part = PART): Extract<ReturnType<typeof loadPlaybook>, { ok: true }> {
  const result = loaded(text, part);
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  return result;
}

describe('a playbook with parts', () => {
  it('takes steps, questions and their inputs over, and changes what stands beside use', () => {
    const { playbook: whole } = good(
      playbook({ steps: '[{ use: shared/shared-look, title: Mine }]', questions: '[{ use: shared }]' }),
    );
    const [access] = whole.elements;
    expect(access?.steps.map(({ id, title, findings }) => [id, title, findings[0]?.id])).toEqual([
      ['shared-look', 'Mine', 'A2'],
    ]);
    expect(access?.questions[0]?.informedBy).toEqual(['A2']);
    expect(Object.keys(whole.inputs)).toEqual(['wanted']);
  });

  it('has a hash that covers its parts, and reads the same from its own text alone', () => {
    const text = playbook({ steps: '[{ use: shared }]' });
    const before = good(text);
    const after = good(text, PART.replace('A look', 'Another look'));
    expect(after.playbook.sha256).not.toBe(before.playbook.sha256);
    expect(good(before.document.text).playbook).toEqual(before.playbook);
  });

  it('tells a fault of a part where the part has it, and one beside use where that stands', async () => {
    const faults = await checkPlaybook({
      file: 'own/playbook.yaml',
      text: playbook({ steps: '[{ use: shared/shared-look, when: "findings.A7 != null" }]' }),
      readPart: partOf(PART.replace('row.eventname != null', 'row.eventname !=')),
      knownActions: [],
    });
    expect(faults.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([
      'own/playbook.yaml:11 unknown-name',
      'parts/shared.yaml:13 expression',
    ]);
  });

  it.each([
    [{ parts: 'nothing', steps: '[]' }, 'own/playbook.yaml:6:9', /there is no part 'nothing'/],
    [{ steps: '[{ use: shared/shared-lok }]' }, 'own/playbook.yaml:11:20', /write 'shared\/shared-look'/],
    [{ steps: '[{ use: other }]' }, 'own/playbook.yaml:11:20', /names a part of 'parts'/],
  ])('refuses %j', (own, place, words) => {
    const result = loaded(playbook(own));
    const lines = result.ok ? [] : result.diagnostics.map(formatDiagnostic);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${place}: `);
    expect(lines[0]).toMatch(words);
  });

  it('refuses a part that has not the shape of one', () => {
    const result = loaded(playbook({ steps: '[{ use: shared }]' }), `${PART}elements: {}\n`);
    expect(result.ok ? [] : result.diagnostics.map(({ file, rule }) => [file, rule])).toEqual([
      ['parts/shared.yaml', 'schema-unknown'],
    ]);
  });

  it('borrows one step of a playbook, never all of it, and knows that it is tested there', () => {
    const other = playbook({ steps: `\n${STEP.replaceAll(/^/gm, '    ')}` }).replace(
      'parts: [shared]\n',
      'inputs: { wanted: { type: string, title: W, optional: true }, spare: { type: string, title: S, optional: true } }\n',
    );
    const read = partOf(other, 'playbook');
    const one = loadPlaybook({
      file: 'o.yaml',
      text: playbook({ steps: '[{ use: shared/shared-look }]' }),
      readPart: read,
    });
    expect(one.ok && [[...one.borrowed], Object.keys(one.playbook.inputs)]).toEqual([
      ['shared-look'],
      ['wanted'],
    ]);
    const all = loadPlaybook({
      file: 'o.yaml',
      text: playbook({ steps: '[{ use: shared }]' }),
      readPart: read,
    });
    expect(all.ok).toBe(false);
  });
});
