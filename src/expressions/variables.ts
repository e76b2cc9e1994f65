/** The type of a variable of an expression. Members of a `map` and items of a `list` are read as they come. */
export type VariableType = 'map' | 'list' | 'int' | 'string' | 'bool' | 'dyn';

/** The variables an expression may use, by name. */
export type Variables = Readonly<Record<string, VariableType>>;

const CASE: Variables = { inputs: 'map', suspects: 'list', answers: 'map' };
const SUSPECT: Variables = { suspect: 'map' };

/** Whether the step runs once for each suspect: only then is there a `suspect`. */
export interface StepKind {
  readonly perSuspect: boolean;
}

function withSuspect(variables: Variables, step: StepKind): Variables {
  return step.perSuspect ? (PER_SUSPECT.get(variables) ?? variables) : variables;
}

const STEP: Variables = { ...CASE, findings: 'map' };
const ROW: Variables = { ...CASE, row: 'map' };
const TEXT: Variables = { ...ROW, count: 'int', usual: 'string' };
const ACTION: Variables = { ...STEP, row: 'map' };
const PER_SUSPECT: ReadonlyMap<Variables, Variables> = new Map(
  [STEP, ROW, TEXT, ACTION].map((variables) => [variables, { ...variables, ...SUSPECT }]),
);

/** The variables of a question's `suggest`: here `findings` is the list of those that bear on the question. */
export const SUGGESTION_VARIABLES: Variables = { ...CASE, findings: 'list' };

/** The variables of a step's own `when`: judged once, before the step runs for any suspect. */
export const WHEN_VARIABLES: Variables = STEP;

/** The variables of a note's text and of a read's input. */
export function workVariables(step: StepKind): Variables {
  return withSuspect(STEP, step);
}

/** The variables of a finding's `when` and `severity`, judged for each row, and of a proposal's expressions. */
export function rowVariables(step: StepKind): Variables {
  return withSuspect(ROW, step);
}

/**
 * The variables of a finding's `title` and `description`: `row` is the worst row, `count` the number of events, `usual`
 * says by what the query told what is new.
 */
export function findingTextVariables(step: StepKind): Variables {
  return withSuspect(TEXT, step);
}

/** The variables of an action's `when` and `with`. */
export function actionVariables(step: StepKind): Variables {
  return withSuspect(ACTION, step);
}

const CHECK: Variables = {
  inputs: 'map',
  reads: 'map',
  organization: 'map',
  baseline: 'map',
  account: 'map',
  ago: 'map',
};
const CHECK_READ: Variables = { ...CHECK, item: 'dyn' };

/** The variables of what a check judges by, and of the items its reads are made for. */
export const CHECK_VARIABLES: Variables = CHECK;

/** The variables of the input of a check's read. */
export const CHECK_READ_VARIABLES: Variables = CHECK_READ;
