/** What is wrong with a statement, with its place in the text (0-based offset, UTF-16) where that is known. */
export interface SqlFault {
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
  readonly offset?: number;
}
