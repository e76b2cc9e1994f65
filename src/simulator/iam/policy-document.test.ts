import { describe, expect, it } from 'vitest';
import { readPolicy } from './policy-document.ts';

describe('texts that are no policies', () => {
  it.each([
    ['{', 'This policy contains invalid Json'],
    ['[]', 'Syntax errors in policy.'],
    ['{"Statement":[]}', 'Syntax errors in policy.'],
    ['{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}', 'Syntax errors in policy.'],
    ['{"Statement":{"Effect":"Allow","Resource":"*"}}', 'Policy statement must contain actions.'],
    ['{"Statement":{"Effect":"Allow","Action":"*"}}', 'Policy statement must contain resources.'],
    [
      '{"Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}}',
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}',
      'Policy document should not specify a principal.',
    ],
    [
      '{"Version":"2030-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      'Syntax errors in policy.',
    ],
  ])('%s', (text, fault) => {
    expect(readPolicy(text, 'identity')).toEqual({ fault });
  });
});
