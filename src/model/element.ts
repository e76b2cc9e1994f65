/** The seven elements of the methodology, in their fixed order. */
export const ELEMENTS = [
  'access',
  'infrastructure',
  'ai-changes',
  'data-stores',
  'invocation',
  'private-data',
  'agency',
] as const;

export type ElementId = (typeof ELEMENTS)[number];

/** The name of an element as a person reads it. */
export const ELEMENT_TITLES: Readonly<Record<ElementId, string>> = {
  access: 'Access',
  infrastructure: 'Infrastructure changes',
  'ai-changes': 'AI changes',
  'data-stores': 'Data store changes',
  invocation: 'Invocation',
  'private-data': 'Private data',
  agency: 'Agency',
};
