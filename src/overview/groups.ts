import { auditTrail } from './groups/audit-trail.ts';
import { compliance } from './groups/compliance.ts';
import { cost } from './groups/cost.ts';
import { performance } from './groups/performance.ts';
import { quality } from './groups/quality.ts';
import { security } from './groups/security.ts';
import type { GroupUnit } from './measure-unit.ts';

/** The six monitoring groups of GENSEC03-BP01, in its order. */
export const GROUPS: readonly GroupUnit[] = [performance, quality, security, cost, auditTrail, compliance];
