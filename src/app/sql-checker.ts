import type { QueryLake } from '../ports/lake.ts';
import type { CheckSql } from '../playbook/check.ts';

/** Judges a playbook's SQL by the engine that will run it, and by what Athena would make of it. */
export function sqlChecker(lake: Pick<QueryLake, 'check'>): CheckSql {
  return async (sql) => {
    const { checkDialect } = await import('../dialect/check.ts');
    const checked = await lake.check(sql);
    const differs = await checkDialect(sql);
    if (checked.ok) return { faults: [...(checked.differs ?? []), ...differs], columns: checked.columns };
    return {
      faults: [
        ...checked.faults,
        ...differs.filter(({ offset }) => !checked.faults.some((fault) => fault.offset === offset)),
      ],
      columns: null,
    };
  };
}
