import { isObject, type Json } from '../../base/json.ts';

/** An answer whose named members, at any depth, hold texts in JSON (URL-encoded or not) or CSV, with these read. */
export function readDocuments(answer: Json, names: readonly string[]): Json {
  if (names.length === 0) return answer;
  if (Array.isArray(answer)) return answer.map((item: Json) => readDocuments(item, names));
  if (!isObject(answer)) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [
      name,
      (names.includes(name) ? documentOf(textOf(value)) : null) ?? readDocuments(value, names),
    ]),
  );
}

function textOf(value: Json): string | null {
  if (typeof value === 'string') return value;
  const bytes = isObject(value) ? value['$bytes'] : undefined;
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString('utf8') : null;
}

function documentOf(text: string | null): Json | null {
  if (text === null) return null;
  if (/^\s*(\{|%7B)/i.test(text)) return jsonOf(/^\s*%7B/i.test(text) ? decodeURIComponent(text) : text);
  return csvOf(text);
}

/** A document that cannot be read is told by null, which fits no condition that passes. */
function jsonOf(text: string): Json | null {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The credential report has no quotes and no commas within a field (IAM user guide, "credential reports"). */
function csvOf(text: string): Json {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, fields[index] ?? '']));
  });
}
