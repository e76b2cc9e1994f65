/** A command line and what it must end with; both streams are held against the snapshot of its name. */
export interface CommandLine {
  readonly name: string;
  readonly args: readonly string[];
  readonly exit: number;
}
