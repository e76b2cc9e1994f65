import type {
  DescribeEndpointConfigOutput,
  DescribeNotebookInstanceOutput,
  DescribeTrainingJobResponse,
} from '@aws-sdk/client-sagemaker';

/** What runs of one variant: the part of the calls it takes, and on how many instances. */
export interface VariantShare {
  readonly weight: number;
  readonly instances: number;
}

export interface EndpointEntry {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  configName: string;
  /** By the name of the variant. */
  shares: ReadonlyMap<string, VariantShare>;
  /** The last change, and what its status is until it has settled. */
  changedAt: number;
  meanwhile: 'Creating' | 'Updating';
}

export interface NotebookEntry {
  readonly shown: Omit<DescribeNotebookInstanceOutput, 'NotebookInstanceStatus' | 'LastModifiedTime'>;
  /** Where it goes, and since when. */
  wanted: 'InService' | 'Stopped';
  since: number;
}

export interface TrainingJobEntry {
  readonly shown: Omit<
    DescribeTrainingJobResponse,
    'TrainingJobStatus' | 'SecondaryStatus' | 'LastModifiedTime' | 'TrainingEndTime'
  >;
  /** When it is done if nobody stops it. Milliseconds since 1970. */
  readonly endsAt: number;
  stoppedAt: number | undefined;
}

/** SageMaker in one Region, each by name. */
export interface SageMakerState {
  readonly configs: Map<string, DescribeEndpointConfigOutput>;
  readonly endpoints: Map<string, EndpointEntry>;
  readonly notebooks: Map<string, NotebookEntry>;
  readonly trainingJobs: Map<string, TrainingJobEntry>;
}

/** A Region in which nothing was built. */
export function noSageMaker(): SageMakerState {
  return { configs: new Map(), endpoints: new Map(), notebooks: new Map(), trainingJobs: new Map() };
}

/** The shares that a configuration starts its variants with. */
export function sharesOf({
  ProductionVariants = [],
}: DescribeEndpointConfigOutput): ReadonlyMap<string, VariantShare> {
  return new Map(
    ProductionVariants.map(({ VariantName = '', InitialVariantWeight = 1, InitialInstanceCount = 1 }) => [
      VariantName,
      { weight: InitialVariantWeight, instances: InitialInstanceCount },
    ]),
  );
}
