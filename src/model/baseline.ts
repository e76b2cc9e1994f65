/**
 * What is usual in an account, as seen in a window of time: what is not in it is new. A list that is null, or a habit
 * that is not there, is not told: nothing can be called new, or usual, by it.
 */
export interface Baseline {
  readonly heptad: 1;
  readonly account: string;
  readonly madeAt: string;
  readonly from: string;
  readonly to: string;
  /** Where it was taken from, and what that does not show, in words. */
  readonly source: string;
  readonly complete: boolean;
  readonly events: number;
  /** Of management events of Bedrock and SageMaker, as are the five lists after it. */
  readonly principals: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly addresses: readonly string[] | null;
  readonly userAgents: readonly string[] | null;
  /** Operations called: InvokeModel, CreateTrainingJob … */
  readonly tools: readonly string[] | null;
  readonly habits?: Habits;
}

/** The lists a baseline always had. */
export const BASELINE_LISTS = [
  'principals',
  'models',
  'regions',
  'addresses',
  'userAgents',
  'tools',
] as const satisfies readonly (keyof Baseline)[];
export type BaselineList = (typeof BASELINE_LISTS)[number];

/**
 * Further lists, by name, and what each tells in words. Their lines are texts; where a line is of two things, what was
 * used stands first and who used it after a space: `AGENT arn:aws:iam::111122223333:role/app`.
 */
export const HABITS = {
  signin_addresses: 'from where people sign in',
  key_addresses: 'from where each long-term key is used',
  bearers: 'who uses Bedrock API keys from where',
  compute_regions: 'in which Regions instances are launched',
  registries: 'which registries container images come from',
  images: 'which images SageMaker runs',
  data_sources: 'what knowledge bases read from',
  ingesters: 'who brings content into which knowledge base',
  object_writers: 'who writes to which bucket',
  training_inputs: 'which buckets training reads from',
  q_writers: 'who changes the index of which Q application',
  planes: 'who uses the other inference planes',
  agent_callers: 'who calls which agent or flow',
  retrievers: 'who searches which knowledge base',
  object_readers: 'who reads which bucket',
  object_addresses: 'from where each bucket is read',
  decrypters: 'who decrypts with which key',
  memory_readers: 'who reads which memory',
  role_calls: 'which calls each role makes',
  gateway_callers: 'who calls which gateway',
  gateway_tools: 'which tools of a gateway are called',
  endpoint_callers: 'who calls which endpoint of SageMaker',
  token_readers: 'who takes tokens of agents from the vault',
  sandbox_users: 'who uses code interpreters and browsers',
} as const;

export type Habit = keyof typeof HABITS;
export type Habits = Readonly<Partial<Record<Habit, readonly string[]>>>;

export const HABIT_NAMES = Object.keys(HABITS) as readonly Habit[];

export function isHabit(name: string): name is Habit {
  return Object.hasOwn(HABITS, name);
}

/** What queries can compare with, by name, and what it tells in words. */
export const BASELINE_TELLS = {
  principals: 'who calls Bedrock and SageMaker',
  models: 'which models are called',
  regions: 'in which Regions',
  addresses: 'from which addresses',
  ...HABITS,
} as const;

export type BaselineTold = keyof typeof BASELINE_TELLS;
export type BaselineParameter = `baseline_${BaselineTold}`;
export const BASELINE_TOLD = Object.keys(BASELINE_TELLS) as readonly BaselineTold[];
