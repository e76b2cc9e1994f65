import type { ASTNode } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';

/**
 * The same expression with every access made through `member` and every condition through `truth`, so that what is
 * missing reads as null, and null counts as false. Plain CEL stops with an error at both.
 */
export function lenientSource(node: ASTNode): string {
  switch (node.op) {
    case 'value':
    case 'id':
      return serialize(node);
    case '.':
      return `member(${lenientSource(node.args[0])}, ${JSON.stringify(node.args[1])})`;
    case '[]':
      return `member(${lenientSource(node.args[0])}, ${lenientSource(node.args[1])})`;
    case 'call':
      return callSource(node.args[0], node.args[1]);
    case 'rcall':
      return `${receiverSource(node.args[1])}.${node.args[0]}(${argumentsSource(node.args[0], node.args[2])})`;
    case 'list':
      return `[${node.args.map(lenientSource).join(', ')}]`;
    case 'map':
      return `{${node.args.map(([key, value]) => `${lenientSource(key)}: ${lenientSource(value)}`).join(', ')}}`;
    case '?:':
      return `(${truth(node.args[0])} ? ${lenientSource(node.args[1])} : ${lenientSource(node.args[2])})`;
    case '||':
    case '&&':
      return `(${truth(node.args[0])} ${node.op} ${truth(node.args[1])})`;
    case '!_':
      return `!${truth(node.args)}`;
    case '-_':
      return `-(${lenientSource(node.args)})`;
    case '.?':
    case '[?]':
      // The environment does not parse optional access.
      return serialize(node);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      break;
  }
  return `(${lenientSource(node.args[0])} ${node.op} ${lenientSource(node.args[1])})`;
}

function truth(node: ASTNode): string {
  return `truth(${lenientSource(node)})`;
}

function receiverSource(node: ASTNode): string {
  return node.op === 'id' ? node.args : `(${lenientSource(node)})`;
}

/** `has(x.y)` means: x.y is there and not null. */
function callSource(name: string, args: readonly ASTNode[]): string {
  const [first] = args;
  if (name === 'has' && first !== undefined) return `(${lenientSource(first)} != null)`;
  return `${name}(${args.map(lenientSource).join(', ')})`;
}

const PREDICATE_AT: Readonly<Record<string, number>> = { all: 1, exists: 1, exists_one: 1, filter: 1 };

function argumentsSource(name: string, args: readonly ASTNode[]): string {
  // `map` has a condition only in its form with three arguments.
  const predicate =
    name === 'map' && args.length === 3 ? 1 : args.length === 2 ? PREDICATE_AT[name] : undefined;
  return args.map((arg, index) => (index === predicate ? truth(arg) : lenientSource(arg))).join(', ');
}
