import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** BIPIA (MIT): business mails with questions, and instructions that are planted in them. */
export function bipia(data) {
  const folder = join(data, 'prompts/bipia');
  const mails = readFileSync(join(folder, 'email_train.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const prompt = ({ context, question }) => `Answer from this mail. ${question}\n${context}`;
  const attacks = ['text', 'code'].flatMap((sort) =>
    Object.entries(JSON.parse(readFileSync(join(folder, `${sort}_attack_train.json`), 'utf8'))).flatMap(
      ([category, texts]) =>
        texts.map((text, index) => ({ id: idOf(`${sort} ${category} ${index + 1}`), text })),
    ),
  );
  return {
    ordinary: mails.map((mail, index) => ({ id: `mail-${index + 1}`, text: prompt(mail) })),
    planted: attacks.map(({ id, text }, index) => ({
      id: `planted-${id}`,
      text: `${prompt(mails[index % mails.length])}\n${text}`,
    })),
    bare: attacks,
  };
}

const KINDS = {
  EMAIL_ADDRESS: 'email',
  PHONE_NUMBER: 'phone',
  CREDIT_CARD: 'card',
  IBAN_CODE: 'iban',
  US_SSN: 'ssn',
  IP_ADDRESS: 'ip',
  PERSON: 'name',
};

/** Presidio Research (MIT): generated sentences with the places of personal data. */
export function presidio(data) {
  const rows = JSON.parse(readFileSync(join(data, 'pii/presidio-research/generated_small.json'), 'utf8'));
  const notLookedFor = {};
  const spans = rows.map(({ full_text: text, spans: given }, index) => {
    for (const { entity_type } of given)
      if (KINDS[entity_type] === undefined) notLookedFor[entity_type] = (notLookedFor[entity_type] ?? 0) + 1;
    const gold = given
      .filter(({ entity_type }) => KINDS[entity_type] !== undefined)
      .map(({ entity_type, start_position: start, end_position: end }) => ({
        kind: KINDS[entity_type],
        start,
        end,
      }));
    return { id: `sentence-${index + 1}`, text, gold };
  });
  // What the step over answers is about: numbers that stand for money or a person.
  const told = ({ kind }) => ['card', 'iban', 'ssn'].includes(kind);
  return {
    spans,
    notLookedFor,
    texts: spans.map(({ id, text, gold }) =>
      gold.some(told) ? { id, text, kind: 'personal-data' } : { id, text },
    ),
  };
}

function idOf(words) {
  return words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
