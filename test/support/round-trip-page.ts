/** What came through of one service, one way. */
export interface RoundTrips {
  readonly service: string;
  /** `over HTTP`. */
  readonly way: string;
  readonly all: number;
  readonly exact: number;
  /** Known not to be exact, with a reason. */
  readonly listed: number;
}

export interface RoundTripFigures {
  readonly title: string;
  /** How the page is made. */
  readonly made: string;
  readonly operations: readonly RoundTrips[];
  readonly errors: readonly RoundTrips[];
  /** Why each that is listed is not exact. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** A page of docs/reference: the figures of a suite of round trips. */
export function roundTripPage({ title, made, operations, errors, reasons }: RoundTripFigures): string {
  const services = [...new Set(operations.map(({ service }) => service))];
  const ways = [...new Set(operations.map(({ way }) => way))];
  const columns = ways.flatMap((way) => [`operations ${way}`, `errors ${way}`]);
  return [
    `# ${title}`,
    '',
    made,
    '',
    ...ways.flatMap((way) => [
      `- ${told('operations', way, operations)}`,
      `- ${told('modelled errors', way, errors)}`,
    ]),
    '',
    'Exact of all; what is missing is listed below.',
    '',
    `| client | ${columns.join(' | ')} |`,
    `|---|${columns.map(() => '---|').join('')}`,
    ...services.map((service) => {
      const cells = ways.flatMap((way) =>
        [operations, errors].map((of) => {
          const own = of.find((one) => one.service === service && one.way === way);
          return own === undefined || own.all === 0 ? 'none' : `${own.exact} of ${own.all}`;
        }),
      );
      return `| ${service} | ${cells.join(' | ')} |`;
    }),
    '',
    '## Listed',
    '',
    ...Object.entries(reasons).map(([name, why]) => `- \`${name}\`: ${why}`),
    '',
  ].join('\n');
}

function told(what: string, way: string, of: readonly RoundTrips[]): string {
  const own = of.filter((one) => one.way === way);
  const sum = (part: 'all' | 'exact' | 'listed'): number => own.reduce((total, one) => total + one[part], 0);
  const share = ((100 * sum('listed')) / sum('all')).toFixed(2);
  return `${sum('all')} ${what} ${way}: ${sum('exact')} exact, ${sum('listed')} listed (${share} %).`;
}
