/** docs/reference/content-detection.md. Texts are told by their ids alone. */
export function contentPage({
  attacks,
  ordinary,
  heldOut,
  heldOutOrdinary,
  mails,
  answers,
  people,
  redaction,
}) {
  const all = attacks.map(([, score]) => score);
  return [
    '# What is detected in prompts and answers, and what is redacted',
    '',
    'Made by `npm run bench:content -- --write`. The steps `invocation-prompt-patterns` (V10) and `private-responses` (P3) of `genai-workload` run as they stand over texts, each sent by a caller of its own; redaction runs over the same texts. Recall is the part of the texts that should be seen and are; precision the part of those seen that should be. A text of `bench/content/cases.yaml` is named by its id; public texts are named by their number and not copied.',
    '',
    'These are patterns in words. They see known turns of phrase, in the languages listed, and a few tricks of writing. They do not understand: an instruction in plain words is not told from any other sentence. Read the prompts; use a guardrail to stop them.',
    '',
    '## Attacks in prompts (V10)',
    '',
    `${sum(all, ({ wanted }) => wanted)} texts of our own in thirteen languages, against ${ordinary.ordinary} ordinary business texts that use the same words for something else.`,
    '',
    'The patterns were tuned on these texts, which were written in two rounds.',
    '',
    ...attackLines(attacks, ordinary),
    'These were written after the patterns were, and never tuned on:',
    '',
    ...attackLines(heldOut, heldOutOrdinary),
    ...(mails === null ? ['BIPIA was not at hand.', ''] : mailLines(mails)),
    '## Secrets and personal data in answers (P3)',
    '',
    '| kind | texts | seen | recall | not seen |',
    '|---|---|---|---|---|',
    ...answers.map(([kind, { wanted, found: seen, missed }]) =>
      row(kind, wanted, seen, share(seen, wanted), listed(missed)),
    ),
    '',
    `Ordinary answers seen: ${answers[0][1].wrong.length} of ${answers[0][1].ordinary} (${listed(answers[0][1].wrong)}). Cards are held against their check digit (Luhn), account numbers against the country alone. Addresses, names and phone numbers are not looked for: every other answer of a help desk has them.`,
    '',
    ...(people === null
      ? ['Presidio Research was not at hand.', '']
      : [
          `Presidio Research: of ${people.wanted} sentences with a card, account or social security number ${people.found} are seen (recall ${share(people.found, people.wanted)}; not seen: ${listed(people.missed)}); of ${people.ordinary} without one, ${people.wrong.length} (${listed(people.wrong)}).`,
          '',
        ]),
    '## Redaction',
    '',
    'By form and, where there are some, by check digits (cards: Luhn; account numbers: length of the country and mod 97). Names only where they are announced: after a title, or after "my name is" in eight languages.',
    '',
    ...(redaction.people === null ? ['Presidio Research was not at hand.'] : redactionLines(redaction)),
    '',
    `In the ordinary texts and answers of our own, redaction takes out: ${listed(redaction.own)}.`,
    '',
  ].join('\n');
}

function attackLines(kinds, ordinary) {
  const found = sum(kinds, ([, score]) => score.found);
  return [
    '| kind | texts | seen | recall | not seen |',
    '|---|---|---|---|---|',
    ...kinds.map(([kind, { wanted, found: seen, missed }]) =>
      row(kind, wanted, seen, share(seen, wanted), listed(missed)),
    ),
    '',
    `Ordinary texts seen as attacks: ${ordinary.wrong.length} of ${ordinary.ordinary} (${listed(ordinary.wrong)}). Precision over both: ${share(found, found + ordinary.wrong.length)}.`,
    '',
  ];
}

function mailLines({ ordinary, planted, bare }) {
  return [
    `BIPIA (synthetic attacks on e-mail assistants): of ${ordinary.ordinary} real-looking business mails with a question, ${ordinary.wrong.length} are seen as attacks (${listed(ordinary.wrong)}). Of its ${planted.wanted} instructions planted at the end of such a mail, ${planted.found} are seen (recall ${share(planted.found, planted.wanted)}): ${listed(planted.caught)}. By themselves, ${bare.found} of ${bare.wanted} are. They are ordinary requests ("write a poem", a piece of code) that nothing but their place makes an attack: patterns in words do not see them, and all ids not named here are misses. Where an application marks what it retrieved, G12 looks for a tool call that follows.`,
    '',
  ];
}

function redactionLines({ people, notLookedFor }) {
  return [
    'Presidio Research, 100 generated sentences, by place:',
    '',
    '| kind | places | found | recall | taken out wrongly | precision | not found |',
    '|---|---|---|---|---|---|---|',
    ...people.map(([kind, { wanted, found, missed, wrong }]) =>
      row(
        kind,
        wanted,
        found,
        share(found, wanted),
        listed(wrong),
        share(found, found + wrong.length),
        kind === 'name' ? `${missed.length} places` : listed(missed),
      ),
    ),
    '',
    `Not looked for at all: ${Object.entries(notLookedFor)
      .map(([kind, count]) => `${kind} (${count})`)
      .join(
        ', ',
      )}. Whoever has to rely on every name and address being gone needs a person, or a service that reads language.`,
  ];
}

function row(...cells) {
  return `| ${cells.join(' | ')} |`;
}

function sum(items, of) {
  return items.reduce((total, item) => total + of(item), 0);
}

function share(part, whole) {
  return whole === 0 ? 'none to find' : `${Math.round((100 * part) / whole)} %`;
}

function listed(items) {
  return items.length === 0 ? 'none' : items.join(', ');
}
