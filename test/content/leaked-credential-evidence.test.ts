import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { findPlaybook } from '../../src/app/playbook-library.ts';
import { evidencePage } from '../../src/app/scenario-evidence/evidence-page.ts';
import { leftBehind, type LeftBehind } from '../../src/app/scenario-evidence/left-behind.ts';
import { elementEvidence, type QuestionEvidence } from '../../src/app/scenario-evidence/question-evidence.ts';

const { playbook } = findPlaybook('genai-workload');

describe('the leaked-credential scenario', () => {
  let left: LeftBehind;
  let all: readonly QuestionEvidence[];
  beforeAll(async () => {
    left = await leftBehind();
    all = (await Promise.all(playbook.elements.map((element) => elementEvidence(element, left)))).flat();
  });

  it('has evidence for every question of the methodology, or says why there is none', () => {
    expect(all.map(({ question }) => question.id)).toEqual(
      playbook.elements.flatMap(({ questions }) => questions.map(({ id }) => id)),
    );
    expect(all.length).toBeGreaterThan(35);
    const unexplained = all.filter(({ traces, limits }) => traces.length === 0 && limits.length === 0);
    expect(unexplained.map(({ question }) => question.id)).toEqual([]);
  });

  it('has no evidence for these alone', () => {
    const without = all.filter(({ traces }) => traces.length === 0);
    expect(without.map(({ question }) => question.id)).toEqual(['access-external', 'ai-shared']);
  });

  it('gives examples that are in its logs, in the source that is named', () => {
    const events = new Map(left.events.map((event) => [event.id, event]));
    for (const { source, example, count } of all.flatMap(({ traces }) => traces)) {
      expect(count).toBeGreaterThan(0);
      if (source === 'bedrock.invocations') expect(left.invocations.has(example.id)).toBe(true);
      else expect(events.get(example.id)).toMatchObject({ source, time: example.time });
    }
  });

  it('knows why each call of a model has no record', async () => {
    const page = await evidencePage();
    expect(page).toContain('after the intruder switched the log off');
    expect(page).not.toContain('for no known reason');
  });

  it('has its page as it is: npm run generate makes it', async () => {
    const path = new URL('../../docs/reference/leaked-credential.md', import.meta.url);
    expect(await evidencePage()).toBe(readFileSync(path, 'utf8'));
  });
});
