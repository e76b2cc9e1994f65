import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../actions/registry.gen.ts';
import { actionReference } from './action-reference.ts';

describe('the reference of the actions', () => {
  it('says of what no action does in the catalogue that it is not there', () => {
    const catalogue = Array.from({ length: 29 }, (_, index) => `C${String(index + 1).padStart(2, '0')}`);
    const done = new Set(ACTIONS.map((unit) => unit.catalogue));
    const nobody = catalogue.filter((id) => !done.has(id));
    expect(nobody).toEqual(['C26']);
    expect(actionReference()).toContain('C26 (service quotas) is no lever');
  });

  it('names actions that there are', () => {
    const [, intro = ''] = /\n\n(C26 [\s\S]*?)\n## /.exec(actionReference()) ?? [];
    const named = [...intro.matchAll(/`([a-z0-9-]+\/[a-z-]+)`/g)].map(([, id]) => id);
    expect(named).toEqual(['ec2/unshare-snapshot']);
    expect(ACTIONS.map(({ id }) => id)).toEqual(expect.arrayContaining(named));
  });
});
