// What Citus refuses in a statement that changes rows which lie elsewhere, although all of them are in one place
// (ModifyPartialQuerySupported and ErrorIfOnConflictNotSupported in its multi_router_planner.c). It evaluates what is stable
// before it sends a change on, so nothing stable may hang on a row; the same rule is kept here for what PostgreSQL moves
// into the change when it plans: the columns of a simple query in FROM.

import type { Catalogue, Node, Volatility } from './node-tree.ts';

const commands: Readonly<Record<string, string>> = { '2': 'update', '3': 'insert', '4': 'delete' };

/** What is refused in the changes of a statement, in a few words each. */
export function refusedChanges(
  tree: Node,
  catalogue: Catalogue,
  isElsewhere: (table: string) => boolean,
): string[] {
  const reading = new Reading(catalogue);
  return all(tree, (node) => node.kind === 'QUERY' && commands[node.commandType] !== undefined)
    .filter((query) => isElsewhere(catalogue.tables.get(Number(changedTable(query).relid)) ?? ''))
    .flatMap((query) => reading.change(query));
}

const listOf = (node: Node): Node[] => [node].flat().filter((each) => typeof each === 'object');
const changedTable = (query: Node): Node => listOf(query.rtable)[Number(query.resultRelation) - 1];

class Reading {
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  change(query: Node): string[] {
    const found = commands[query.commandType] === 'insert' ? this.#insert(query) : this.#setOrRemove(query);
    const unsteady = this.#unsteady(query.returningList);
    if (unsteady) found.push(`returns ${unsteady}, which is not immutable`);
    return found;
  }

  #insert(query: Node): string[] {
    const found: string[] = [];
    const isOfValues = !listOf(query.rtable).some(({ rtekind }) => rtekind === '1');
    if (isOfValues && query.hasSubLinks === 'true') found.push('asks within the values of an insert');
    if (listOf(query.cteList).length > 0) found.push('has a query in front of an insert');
    if (all(query.onConflict, ({ kind }) => kind === 'SUBLINK').length > 0)
      found.push('asks while it resolves a conflict');
    const { onConflictSet, arbiterWhere, onConflictWhere } = query.onConflict ?? {};
    const unsteady = this.#unsteady([onConflictSet, arbiterWhere, onConflictWhere]);
    if (unsteady) found.push(`resolves a conflict with ${unsteady}, which is not immutable`);
    return found;
  }

  #setOrRemove(query: Node): string[] {
    const found: string[] = [];
    const [momentary] = all(query, (node) => this.#volatilityOf(node) === 'v');
    if (momentary) found.push(`changes rows by ${this.#nameOf(momentary)}, which is volatile`);
    const tables = listOf(query.rtable);
    const columns = listOf(query.targetList).filter(({ resjunk }) => resjunk !== 'true');
    for (const each of [...columns.map(({ expr }) => expr), query.jointree.quals]) {
      const { stable } = this.#look(each, tables);
      if (stable) found.push(`changes rows by ${stable}, which is not immutable`);
    }
    return found;
  }

  /** Whether an expression hangs on a row, and what is stable in it and does. */
  #look(node: Node, tables: readonly Node[]): { hangs: boolean; stable?: string } {
    if (node === null || typeof node !== 'object') return { hangs: false };
    if (node.kind === 'VAR') return this.#column(node, tables);
    // Both are evaluated in part only, so that nothing stable may be in them at all.
    if (['COALESCEEXPR', 'CASEEXPR', 'CASE'].includes(node.kind)) {
      const stable = this.#unsteady(node);
      return { hangs: true, ...(stable && { stable }) };
    }
    if (node.kind === 'SUBLINK')
      return { hangs: all(node.subselect, (each) => Number(each.varlevelsup) > 0).length > 0 };
    if (node.kind === 'QUERY') return { hangs: false };
    const parts = partsOf(node).map((part) => this.#look(part, tables));
    const hangs = parts.some((part) => part.hangs);
    const stable =
      parts.find((part) => part.stable)?.stable ??
      (hangs && this.#volatilityOf(node) === 's' ? this.#nameOf(node) : undefined);
    return { hangs, ...(stable && { stable }) };
  }

  /** A column of a simple query is what it is made of there. */
  #column(node: Node, tables: readonly Node[]): { hangs: boolean; stable?: string } {
    const table = node.varlevelsup === '0' ? tables[Number(node.varno) - 1] : undefined;
    const query = table?.rtekind === '1' && isSimple(table.subquery) ? table.subquery : undefined;
    const column = query && listOf(query.targetList)[Number(node.varattno) - 1];
    return column ? this.#look(column.expr, listOf(query.rtable)) : { hangs: true };
  }

  #unsteady(node: Node): string | undefined {
    const [found] = all(node, (each) => this.#volatilityOf(each) !== 'i');
    return found && this.#nameOf(found);
  }

  #volatilityOf(node: Node): Volatility {
    if (node.kind === 'NEXTVALUEEXPR') return 'v';
    const found = this.#functionsOf(node).map((oid) => this.#catalogue.functions.get(oid)?.volatility);
    if (found.includes('v')) return 'v';
    return found.includes('s') || node.kind === 'SQLVALUEFUNCTION' ? 's' : 'i';
  }

  #nameOf(node: Node): string {
    return this.#functionsOf(node).map((oid) => this.#catalogue.functions.get(oid)?.name)[0] ?? node.kind;
  }

  #functionsOf(node: Node): number[] {
    const oid = node.funcid ?? node.aggfnoid ?? node.winfnoid;
    if (oid !== undefined) return [Number(oid)];
    if (node.opno !== undefined) return [this.#catalogue.operators.get(Number(node.opno))!];
    if (node.kind !== 'COERCEVIAIO') return [];
    const from = typeFields.map((field) => node.arg[field]).find((each) => each !== undefined);
    return [
      this.#catalogue.types.get(Number(node.resulttype))?.[0],
      this.#catalogue.types.get(Number(from))?.[1],
    ].filter((each) => each !== undefined);
  }
}

const typeFields = [
  'vartype',
  'funcresulttype',
  'opresulttype',
  'consttype',
  'paramtype',
  'resulttype',
  'coalescetype',
  'casetype',
  'aggtype',
];

/** Such a query is taken into the one around it. */
function isSimple(query: Node): boolean {
  const keeps = [query.hasAggs, query.hasWindowFuncs, query.hasTargetSRFs].includes('true');
  const parts = [
    query.distinctClause,
    query.groupClause,
    query.limitCount,
    query.limitOffset,
    query.setOperations,
  ];
  return !keeps && parts.every((part) => part === '<>' || part === undefined);
}

function partsOf(node: Node): Node[] {
  return (Array.isArray(node) ? node : Object.values(node)).filter((part: Node) => typeof part === 'object');
}

function all(node: Node, wanted: (node: Node) => boolean): Node[] {
  if (node === undefined || typeof node !== 'object') return [];
  return [...(wanted(node) ? [node] : []), ...partsOf(node).flatMap((part) => all(part, wanted))];
}
