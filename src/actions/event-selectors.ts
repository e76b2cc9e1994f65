import type { Json, JsonObject } from '../base/json.ts';
import { listOf, textOf } from './answers.ts';

/** What a trail writes, as GetEventSelectors gives it: basic and advanced selectors exclude each other. */
export type Selectors =
  | { readonly kind: 'basic'; readonly selectors: readonly JsonObject[] }
  | { readonly kind: 'advanced'; readonly selectors: readonly JsonObject[] };

export function selectorsOf(answer: JsonObject | null): Selectors {
  const advanced = listOf(answer, 'AdvancedEventSelectors');
  return advanced.length > 0
    ? { kind: 'advanced', selectors: advanced }
    : { kind: 'basic', selectors: listOf(answer, 'EventSelectors') };
}

/** What PutEventSelectors takes; it replaces everything. */
export function selectorInput({ kind, selectors }: Selectors): JsonObject {
  return kind === 'advanced' ? { AdvancedEventSelectors: selectors } : { EventSelectors: selectors };
}

/** Selectors that write every management event and these kinds of data events, besides what they wrote before. */
export function widened(selectors: Selectors, dataTypes: readonly string[]): Selectors {
  if (selectors.kind === 'basic' && dataTypes.length === 0) return widenedBasic(selectors.selectors);
  const known = selectors.kind === 'advanced' ? selectors.selectors : selectors.selectors.flatMap(advancedOf);
  return widenedAdvanced(known, dataTypes);
}

function widenedBasic(known: readonly JsonObject[]): Selectors {
  const [first, ...others] = known.length === 0 ? [{}] : known;
  const all = { ReadWriteType: 'All', IncludeManagementEvents: true };
  const { ExcludeManagementEventSources: _none, ...kept } = first ?? {};
  const data = listOf(first ?? {}, 'DataResources');
  const whole = { ...kept, ...all, DataResources: data };
  return isWhole(first ?? {})
    ? { kind: 'basic', selectors: known }
    : { kind: 'basic', selectors: [whole, ...others] };
}

/** Whether a basic selector writes every management event. */
function isWhole(selector: JsonObject): boolean {
  const excluded = selector['ExcludeManagementEventSources'];
  return (
    selector['IncludeManagementEvents'] === true &&
    selector['ReadWriteType'] === 'All' &&
    !(Array.isArray(excluded) && excluded.length > 0)
  );
}

const MANAGEMENT = {
  Name: 'Management events',
  FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
};

function widenedAdvanced(known: readonly JsonObject[], dataTypes: readonly string[]): Selectors {
  const isManagement = (selector: JsonObject): boolean =>
    equalsOf(selector, 'eventCategory')[0] === 'Management';
  const whole = known.find(
    (selector) => isManagement(selector) && listOf(selector, 'FieldSelectors').length === 1,
  );
  const data = known.filter((selector) => !isManagement(selector));
  const missing = dataTypes.filter(
    (type) =>
      !data.some(
        // Two fields say all events of the type; more fields leave some out.
        (selector) =>
          equalsOf(selector, 'resources.type').includes(type) &&
          listOf(selector, 'FieldSelectors').length === 2,
      ),
  );
  return {
    kind: 'advanced',
    selectors: [whole ?? MANAGEMENT, ...data, ...missing.map(dataSelector)],
  };
}

function dataSelector(type: string): JsonObject {
  return {
    Name: `Data events of ${type}`,
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
    ],
  };
}

/** A basic selector's data resources as advanced selectors; ARNs become prefixes, as CloudTrail converts them itself. */
function advancedOf(selector: JsonObject): readonly JsonObject[] {
  return listOf(selector, 'DataResources').map((resource) => {
    const type = textOf(resource, 'Type') ?? '';
    const values = (resource['Values'] ?? []) as readonly string[];
    const all = values.some((value) => /^arn:[\w-]+:(s3|lambda|dynamodb)$/.test(value));
    const fields = all ? [] : [{ Field: 'resources.ARN', StartsWith: values }];
    const base = dataSelector(type);
    return { ...base, FieldSelectors: [...listOf(base, 'FieldSelectors'), ...fields, ...readOnly(selector)] };
  });
}

function readOnly(selector: JsonObject): readonly JsonObject[] {
  const only = textOf(selector, 'ReadWriteType');
  if (only !== 'ReadOnly' && only !== 'WriteOnly') return [];
  return [{ Field: 'readOnly', Equals: [String(only === 'ReadOnly')] }];
}

function equalsOf(selector: JsonObject, field: string): readonly Json[] {
  const found = listOf(selector, 'FieldSelectors').find((one) => one['Field'] === field);
  const equals = found?.['Equals'];
  return Array.isArray(equals) ? (equals as readonly Json[]) : [];
}
