import { nearest } from '../base/text.ts';
import type { SqlFault } from '../model/sql-fault.ts';
import type { AstNode } from './ast.ts';
import { nodeAt, nodesAt, textAt } from './ast.ts';
import { LAKE_TABLES } from './lake-tables.ts';

const JOINS = new Set(['INNER', 'LEFT', 'RIGHT', 'OUTER']);
const JOIN_FORMS = new Set(['REGULAR', 'CROSS']);
const SET_OPERATIONS = new Set(['UNION', 'INTERSECT', 'EXCEPT']);

/** Whether what a statement reads from is a table of the lake or one of its own, joined as Athena joins. */
export function checkTable(node: AstNode, names: ReadonlySet<string>): SqlFault[] {
  if (typeof node['class'] === 'string') return [];
  switch (node['type']) {
    case 'BASE_TABLE':
      return baseTable(textAt(node, 'table_name').toLowerCase(), names);
    case 'TABLE_FUNCTION':
      return tableFunction(node);
    case 'JOIN':
      return join(node);
    case 'SET_OPERATION_NODE':
      return SET_OPERATIONS.has(textAt(node, 'setop_type'))
        ? []
        : [{ what: 'UNION BY NAME is not part of Athena SQL' }];
    case 'SELECT_NODE':
      return node['aggregate_handling'] === 'FORCE_AGGREGATES'
        ? [{ what: 'GROUP BY ALL is not part of Athena SQL', fix: 'name the columns, or their positions' }]
        : [];
    default:
      return [];
  }
}

function baseTable(name: string, names: ReadonlySet<string>): SqlFault[] {
  if (LAKE_TABLES.has(name) || names.has(name)) return [];
  const near = nearest(name, [...LAKE_TABLES, ...names]);
  return [
    {
      what: `there is no table '${name}'`,
      why: 'a query reads cloudtrail, bedrock_invocations, azure_events, google_events and ingest_problems, and what its own WITH defines before',
      ...(near === undefined ? {} : { fix: `did you mean ${near}?` }),
    },
  ];
}

function tableFunction(node: AstNode): SqlFault[] {
  const call = nodeAt(node, 'function');
  const name = call === undefined ? '' : textAt(call, 'function_name').toLowerCase();
  if (
    name === 'unnest' &&
    call?.['schema'] === undefined &&
    call !== undefined &&
    nodesAt(call, 'children').length > 0
  )
    return [];
  return [
    {
      what: `the table function '${name}' is not accepted`,
      why: 'a query reads the tables of the lake, and nothing else',
    },
  ];
}

function join(node: AstNode): SqlFault[] {
  const form = textAt(node, 'ref_type');
  const type = textAt(node, 'join_type');
  if (JOIN_FORMS.has(form) && JOINS.has(type)) return [];
  const name = JOIN_FORMS.has(form) ? type : form;
  return [
    {
      what: `a join of the kind ${name} is not part of Athena SQL`,
      fix: 'use JOIN … ON, JOIN … USING or CROSS JOIN',
    },
  ];
}
