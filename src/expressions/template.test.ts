import { describe, expect, it } from 'vitest';
import { compileTemplate } from './template.ts';
import { findingTextVariables } from './variables.ts';

const VARIABLES = findingTextVariables({ perSuspect: false });
const VALUES = {
  row: { who: 'arn:aws:iam::111122223333:user/dev', none: null, list: ['a', 'b'], map: { a: 1 } },
  count: 3,
};

function rendered(text: string): string {
  const template = compileTemplate(text, VARIABLES);
  if (!template.ok) throw new Error(template.faults.map(({ what }) => what).join());
  return template.run(VALUES);
}

describe('compileTemplate', () => {
  it.each([
    ['plain', 'plain'],
    ['{{ count }} keys by {{row.who}}', '3 keys by arn:aws:iam::111122223333:user/dev'],
    ['{{ row.none }} and {{ row.list }}', '(none) and a, b'],
    ['{{ row.map }}', '{"a":1}'],
    ['{{ "{{ }}" }} stays', '{{ }} stays'],
    ["{{ count > 1 ? 'many' : 'one' }}", 'many'],
    ['a } b }} c', 'a } b }} c'],
  ])('%s reads %s', (text, expected) => {
    expect(rendered(text)).toBe(expected);
  });

  it('places faults in the text of the template', () => {
    const template = compileTemplate('x {{ rw.who }} y {{ cout + 1 }}', VARIABLES);
    expect(template.ok ? [] : template.faults.map(({ offset, fix }) => [offset, fix])).toEqual([
      [5, "write 'row', or put a text in quotes"],
      [20, "write 'count', or put a text in quotes"],
    ]);
  });

  it('refuses an expression that is not closed, or empty', () => {
    const open = compileTemplate('x {{ count', VARIABLES);
    expect(open.ok ? [] : open.faults).toMatchObject([{ offset: 2, what: "'{{' is not closed" }]);
    expect(compileTemplate('x {{ }}', VARIABLES).ok).toBe(false);
  });

  it('names the columns it uses', () => {
    const template = compileTemplate('x {{ row.who }} y', VARIABLES);
    expect(template.ok && template.references).toEqual([{ path: ['row', 'who'], offset: 5 }]);
  });
});
