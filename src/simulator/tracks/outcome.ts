import type { Call } from '../world/call.ts';
import type { Input } from '../wire/input.ts';
import type { OperationModel, ServiceModel } from '../wire/service-model.ts';
import type { Fault } from '../wire/write-error.ts';

/** A call that got as far as a service, and what came of it. */
export interface Outcome {
  readonly model: ServiceModel;
  readonly operation: OperationModel;
  readonly input: Input;
  readonly call: Call;
  readonly output: object | undefined;
  readonly fault: Fault | undefined;
  /** Sizes of the bodies. */
  readonly bytesIn: number;
}
