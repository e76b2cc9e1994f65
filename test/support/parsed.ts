import prettier from 'prettier';

/** A node of a parsed document, whatever the parser. */
export interface ParsedNode {
  readonly type?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly value?: string | null;
  readonly attrs?: readonly { readonly name: string; readonly value: string | null }[];
  readonly children?: readonly ParsedNode[];
}

interface Parsing {
  readonly __debug: {
    parse(text: string, options: { readonly parser: string }): Promise<{ readonly ast: ParsedNode }>;
  };
}

/** Parses Markdown or HTML with the parsers that come with the formatter: a reader that is not heptad's own. */
// oxlint-disable no-underscore-dangle, no-unsafe-type-assertion -- the formatter offers its parsers under this name only
export async function parsed(text: string, parser: 'markdown' | 'html'): Promise<readonly ParsedNode[]> {
  const { ast } = await (prettier as unknown as Parsing).__debug.parse(text, { parser });
  return allNodes(ast);
}

function allNodes(node: ParsedNode): readonly ParsedNode[] {
  return [node, ...(node.children ?? []).flatMap(allNodes)];
}
