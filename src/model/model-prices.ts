/** US dollars for a million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
}

/** A table of prices with its date; a model that is not in it has no price, which is not a price of nothing. */
export interface ModelPrices {
  /** The day the prices were taken, `2026-11-21`. */
  readonly asOf: string;
  /** Where they were taken from. */
  readonly source: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
}

/**
 * The model behind an id as logs write it: without the ARN around it and without the prefix of a cross-Region
 * inference profile (`us.`, `eu.` …), which is priced as the Region it is called from.
 */
export function plainModelId(id: string): string {
  return id.replace(/^arn:[^/]*\//, '').replace(/^(us|eu|apac|jp|au|ca|global|us-gov)\./, '');
}

/** The price of a model, or null where the table does not know it. */
export function priceOf(prices: ModelPrices, id: string): ModelPrice | null {
  const known = new Map(Object.entries(prices.models));
  return known.get(id) ?? known.get(plainModelId(id)) ?? null;
}

/** What tokens cost in US dollars, or null where the model has no price. */
export function costOf(
  prices: ModelPrices,
  used: { readonly model: string; readonly input: number; readonly output: number },
): number | null {
  const price = priceOf(prices, used.model);
  return price === null ? null : (used.input * price.input + used.output * price.output) / 1_000_000;
}
