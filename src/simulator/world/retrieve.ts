import type { KnowledgeBaseEntry } from './agent-state.ts';
import { settleIngestion } from './ingestion.ts';

/** A document that answers a question, and how well: the part of the question's words it holds. */
export interface Retrieved {
  readonly address: string;
  readonly text: string;
  readonly score: number;
}

/** The documents of a knowledge base that share words with the question, the best first. */
export function retrieve(
  { sources }: KnowledgeBaseEntry,
  question: string,
  { now, most }: { readonly now: number; readonly most: number },
): readonly Retrieved[] {
  const words = wordsOf(question);
  const all: Retrieved[] = [];
  for (const source of sources.values()) {
    settleIngestion(source, now);
    for (const [address, text] of source.documents) {
      const held = wordsOf(`${address} ${text}`);
      const shared = [...words].filter((word) => held.has(word)).length;
      if (shared > 0) all.push({ address, text, score: shared / words.size });
    }
  }
  return all.toSorted((a, b) => b.score - a.score).slice(0, most);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[a-z]{4,}/g) ?? []);
}
