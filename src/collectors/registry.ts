import type { Collector } from '../ports/collector.ts';
import { eventHistory } from './event-history.ts';
import { loggingState } from './logging-state.ts';

/** Every collector, in the order in which they run: what is gone soonest comes first (FACTS section 8). */
export const COLLECTORS: readonly Collector[] = [loggingState, eventHistory];
