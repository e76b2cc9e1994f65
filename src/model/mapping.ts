/** The framework versions a playbook's mapping ids are taken from. */
export interface Frameworks {
  readonly attack: string;
  readonly atlas: string;
  readonly owasp: string;
}

/** Ids such as `T1078.004`, `AML.T0012`, `LLM06` (FACTS section 7). */
export interface Mappings {
  readonly attack: readonly string[];
  readonly atlas: readonly string[];
  readonly owasp: readonly string[];
}
