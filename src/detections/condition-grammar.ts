import { nearest } from '../base/text.ts';
import type { RuleFault } from './rule-faults.ts';
import type { Condition } from './sigma-rule.ts';

/** The named searches of a rule. */
export type Searches = ReadonlyMap<string, Condition>;

export type ParsedCondition =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly fault: RuleFault; readonly offset: number };

/**
 * A condition of Sigma over named searches: `not`, `and`, `or` (binding in that order), parentheses, `1 of`, `any of`
 * and `all of` a name with wildcards or `them`.
 */
export function parseCondition(text: string, searches: Searches): ParsedCondition {
  try {
    return { ok: true, condition: new Reader(text, searches).whole() };
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return { ok: false, fault: error.fault, offset: error.offset };
  }
}

class Misread extends Error {
  readonly fault: RuleFault;
  readonly offset: number;

  constructor(offset: number, fault: RuleFault) {
    super(fault.what);
    this.fault = fault;
    this.offset = offset;
  }
}

interface Word {
  readonly text: string;
  readonly offset: number;
}

const MOST_DEPTH = 60;
const NAMES = 'a condition joins the names of searches by and, or, not, parentheses, 1 of and all of';

class Reader {
  readonly #searches: Searches;
  readonly #words: readonly Word[];
  readonly #end: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, searches: Searches) {
    this.#searches = searches;
    this.#end = text.length;
    this.#words = [...text.matchAll(/[()|]|[^\s()|]+/g)].map((match) => ({
      text: match[0],
      offset: match.index,
    }));
    const pipe = this.#words.find((word) => word.text === '|');
    if (pipe !== undefined) throw new Misread(pipe.offset, AGGREGATION);
  }

  whole(): Condition {
    const condition = this.#or();
    const left = this.#words[this.#at];
    if (left !== undefined) throw this.#misread(left, `'${left.text}' stands where 'and' or 'or' should`);
    return condition;
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#takes('or')) parts.push(this.#and());
    return joined('or', parts);
  }

  #and(): Condition {
    const parts = [this.#not()];
    while (this.#takes('and')) parts.push(this.#not());
    return joined('and', parts);
  }

  #not(): Condition {
    this.#depth += 1;
    const word = this.#words[this.#at];
    if (this.#depth > MOST_DEPTH && word !== undefined)
      throw this.#misread(word, 'the condition is nested too deep');
    const condition: Condition = this.#takes('not') ? { op: 'not', part: this.#not() } : this.#operand();
    this.#depth -= 1;
    return condition;
  }

  #operand(): Condition {
    const word = this.#words[this.#at];
    if (word === undefined)
      throw new Misread(this.#end, {
        what: 'the condition ends where a search should be named',
        why: NAMES,
        fix: 'finish it, or take the last word out',
      });
    this.#at += 1;
    if (word.text === '(') return this.#parenthesis(word);
    const of = this.#words[this.#at];
    if (of?.text.toLowerCase() === 'of') return this.#quantified(word);
    const search = this.#searches.get(word.text);
    if (search !== undefined) return search;
    throw this.#unknown(word);
  }

  #parenthesis(open: Word): Condition {
    const inside = this.#or();
    if (this.#takes(')')) return inside;
    throw this.#misread(open, 'this parenthesis is not closed');
  }

  #quantified(word: Word): Condition {
    const quantity = word.text.toLowerCase();
    if (quantity !== '1' && quantity !== 'any' && quantity !== 'all')
      throw this.#misread(word, `'${word.text} of' is not a quantity that Sigma has`);
    this.#at += 1;
    const target = this.#words[this.#at];
    if (target === undefined)
      throw new Misread(this.#end, {
        what: "a name is missing behind 'of'",
        why: NAMES,
        fix: 'name searches, or them',
      });
    this.#at += 1;
    const parts = this.#matching(target.text);
    if (parts.length === 0) throw this.#unknown(target);
    return joined(quantity === 'all' ? 'and' : 'or', parts);
  }

  /** `them` are all searches but those that begin with an underscore. */
  #matching(target: string): readonly Condition[] {
    const names = [...this.#searches.keys()];
    const expression = new RegExp(
      `^${target.replaceAll(/[.+^${}()[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*')}$`,
    );
    const wanted =
      target.toLowerCase() === 'them'
        ? names.filter((name) => !name.startsWith('_'))
        : names.filter((name) => expression.test(name));
    return wanted.flatMap((name) => this.#searches.get(name) ?? []);
  }

  #takes(text: string): boolean {
    if (this.#words[this.#at]?.text.toLowerCase() !== text) return false;
    this.#at += 1;
    return true;
  }

  #unknown(word: Word): Misread {
    const near = nearest(word.text, this.#searches.keys());
    return new Misread(word.offset, {
      what: `the detection has no search '${word.text}'`,
      why: NAMES,
      fix: near === undefined ? 'name a search of the detection' : `did you mean '${near}'?`,
    });
  }

  #misread({ offset }: Word, what: string): Misread {
    return new Misread(offset, { what, why: NAMES, fix: 'mend the condition at this place' });
  }
}

const AGGREGATION: RuleFault = {
  what: 'the condition counts behind a |',
  why: 'Sigma took aggregations out of conditions; a correlation rule stands for them',
  fix: 'write the count as a correlation rule (type: event_count or value_count)',
};

/** One part stands for itself. */
export function joined(op: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only, more] = parts;
  return only !== undefined && more === undefined ? only : { op, parts };
}
