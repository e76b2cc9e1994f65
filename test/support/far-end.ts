import { unchunk } from '../../src/simulator/wire/aws-chunked.ts';
import { identify } from '../../src/simulator/wire/identify.ts';
import type { Dispatch } from '../../src/simulator/wire/message.ts';
import { readInput } from '../../src/simulator/wire/read-input.ts';
import type { OperationModel, ServiceModel } from '../../src/simulator/wire/service-model.ts';
import { readAuthorization } from '../../src/simulator/wire/sigv4.ts';
import { faultOf, writeError } from '../../src/simulator/wire/write-error.ts';
import { writeOutput } from '../../src/simulator/wire/write-output.ts';
import { MODELS } from './service-modules.ts';

/** What the far end of a wire saw, and what it answers. */
export interface FarEnd {
  readonly dispatch: Dispatch;
  seen: Seen | undefined;
  answer: ((operation: OperationModel) => object) | undefined;
}

export interface Seen {
  readonly model: ServiceModel;
  readonly operation: string;
  readonly input: object;
}

/** A server for all services that keeps what it was asked and answers as it is told. */
export function farEnd(): FarEnd {
  const end: FarEnd = {
    seen: undefined,
    answer: undefined,
    dispatch: async (request) => {
      const match = identify(MODELS, request, readAuthorization(request)?.service);
      const { model, operation } = match;
      try {
        if (operation === undefined)
          throw new Error(`nothing is at ${request.method} ${request.path}: ${match.asked}`);
        const input = await readInput(match, unchunk(request));
        end.seen = { model: match.model, operation: operation.name, input };
        const output = end.answer?.(operation) ?? {};
        return await writeOutput(match.model, operation, { output, requestId: 'r-1' });
      } catch (error) {
        if (model === undefined) throw error;
        return writeError(model, faultOf(model, error), 'r-1');
      }
    },
  };
  return end;
}
