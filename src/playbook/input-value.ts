import { listed } from '../base/text.ts';
import type { InputDef, InputType, InputValue } from '../model/playbook.ts';

export interface InputFault {
  /** What the value has to be, to go after "is not". */
  readonly needed: string;
  readonly fix: string;
}

/** Why a value is not one of an input's type, or null when it is. */
export function inputFault(input: Pick<InputDef, 'type' | 'choices'>, value: InputValue): InputFault | null {
  if (input.type === 'choice') {
    const needed = `one of its choices (${listed(input.choices, 'or')})`;
    return typeof value === 'string' && input.choices.includes(value)
      ? null
      : { needed, fix: 'write one of them' };
  }
  const { fits, ...fault } = FORMS[input.type];
  return fits(value) ? null : fault;
}

interface Form extends InputFault {
  readonly fits: (value: InputValue) => boolean;
}

function textForm(pattern: RegExp, needed: string, example: string): Form {
  const fix = `write it like '${example}', in quotes`;
  return { fits: (value) => typeof value === 'string' && pattern.test(value), needed, fix };
}

const TIME = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})`;

const FORMS: Readonly<Record<Exclude<InputType, 'choice'>, Form>> = {
  'access-key-id': textForm(/^A[A-Z0-9]{15,127}$/, 'an access key id', 'AKIAIOSFODNN7EXAMPLE'),
  'principal-arn': textForm(
    /^arn:aws[a-z-]*:(iam|sts)::(\d{12})?:.+$/,
    'the ARN of a principal',
    'arn:aws:iam::111122223333:user/name',
  ),
  'account-id': textForm(/^\d{12}$/, 'an account id, a text of 12 digits', '111122223333'),
  region: textForm(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region', 'us-east-1'),
  'time-window': {
    fits: isWindow,
    needed: 'a time window with offsets, its end after its start',
    fix: "write it like '2026-11-01T00:00:00Z/2026-11-02T00:00:00Z', in quotes",
  },
  'model-id': textForm(/^\S+$/, 'a model id', 'anthropic.claude-3-haiku-20240307-v1:0'),
  bucket: textForm(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket', 'amzn-s3-demo-bucket'),
  string: textForm(/\S/, 'a text', 'a text'),
  number: {
    fits: (value) => typeof value === 'number' && Number.isFinite(value),
    needed: 'a number',
    fix: 'write a number without quotes',
  },
  boolean: {
    fits: (value) => typeof value === 'boolean',
    needed: 'true or false',
    fix: 'write true or false without quotes',
  },
};

function isWindow(value: InputValue): boolean {
  if (typeof value !== 'string' || !new RegExp(`^${TIME}/${TIME}$`).test(value)) return false;
  const [from = '', to = ''] = value.split('/');
  return Date.parse(from) < Date.parse(to);
}
