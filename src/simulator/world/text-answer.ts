import type { DocumentType } from '@smithy/types';

/** What models answer to prompts that hold a certain text; the first that fits is taken. */
export interface TextAnswer {
  readonly to: string;
  readonly says: string;
  /** A tool the model asks for besides, where the call offers tools as Converse does. */
  readonly tool: { readonly name: string; readonly input: DocumentType } | null;
}
