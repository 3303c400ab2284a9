// Where a statement goes when tables are distributed by firm. It goes to one place when every distributed table that it
// names has its firm compared with a value, in the part of the statement that names the table: by itself, or through a
// chain of comparisons that all have to hold. PostgreSQL follows such chains and Citus asks PostgreSQL; what is compared
// under an `or`, or with a column from outside of a part that stands alone, proves nothing to it. So neither does it here.
//
// Statements are read by PostgreSQL's own parser.

import { parse } from 'libpg-query';

// oxlint-disable-next-line typescript/no-explicit-any -- a tree as deep as a statement, whose nodes are told by their keys
type Node = any;

export type Tables = {
  /** The column that holds the firm, by the name of the table. */
  readonly firmColumns: ReadonlyMap<string, string>;
  /** Tables that only the coordinator has. */
  readonly elsewhere: ReadonlySet<string>;
};

/** What keeps a statement from going to one place, in a few words each; nothing if it does. */
export async function hindrances(sql: string, tables: Tables): Promise<string[]> {
  const { stmts } = (await parse(sql)) as { stmts?: { stmt: Node }[] };
  const found = new Set<string>();
  for (const { stmt } of stmts ?? []) {
    const reading = new Reading(tables, found);
    reading.statement(stmt, undefined, false);
    if (reading.meetsFirms && reading.meetsElsewhere)
      found.add('joins tables of firms with tables of the coordinator');
  }
  return [...found];
}

/** A name in a FROM, and whether the firm of what it stands for is known to be a value. */
type Source = {
  readonly table: string | undefined;
  isBound: boolean;
  readonly outputs?: ReadonlySet<string>;
};
type Scope = {
  readonly sources: Map<string, Source>;
  readonly queries: ReadonlyMap<string, Source>;
  readonly outer: Scope | undefined;
  /** Pairs that are equal; a value is undefined. */
  readonly equal: [Source, Source | undefined][];
};

const momentary = new Set(['now', 'clock_timestamp', 'statement_timestamp', 'random', 'gen_random_uuid']);

class Reading {
  meetsFirms = false;
  meetsElsewhere = false;
  readonly #tables: Tables;
  readonly #found: Set<string>;

  constructor(tables: Tables, found: Set<string>) {
    this.#tables = tables;
    this.#found = found;
  }

  /** Whether its column of the firm comes out bound. `joined`: it is a condition that PostgreSQL joins to what is around it. */
  statement(node: Node, outer: Scope | undefined, joined: boolean): Source {
    const [kind] = Object.keys(node);
    const body = node[kind!];
    if (kind === 'SelectStmt') return this.#select(body, outer, joined);
    if (kind === 'InsertStmt') return this.#insert(body, outer);
    if (kind === 'UpdateStmt' || kind === 'DeleteStmt') return this.#change(body, outer);
    return { table: undefined, isBound: true };
  }

  #scope(body: Node, outer: Scope | undefined, inserts: boolean): Scope {
    const queries = new Map(outer?.queries);
    for (const { CommonTableExpr: query } of body.withClause?.ctes ?? []) {
      const [kind] = Object.keys(query.ctequery);
      if (kind === 'InsertStmt') this.#found.add('inserts within a WITH');
      else if (kind !== 'SelectStmt' && inserts) this.#found.add('changes rows within the WITH of an insert');
      // A recursive query sees itself.
      queries.set(query.ctename, { table: undefined, isBound: true });
      const source = this.statement(
        query.ctequery,
        { sources: new Map(), queries, outer: undefined, equal: [] },
        false,
      );
      queries.set(query.ctename, source);
    }
    return { sources: new Map(), queries, outer, equal: [] };
  }

  #select(body: Node, outer: Scope | undefined, joined: boolean): Source {
    const scope = this.#scope(body, outer, false);
    if (body.op && body.op !== 'SETOP_NONE') {
      const left = this.#select(body.larg, scope, false);
      const right = this.#select(body.rarg, scope, false);
      return { table: undefined, isBound: left.isBound && right.isBound };
    }
    for (const item of body.fromClause ?? []) this.#from(item, scope);
    this.#conditions(body.whereClause, scope);
    this.#settle(scope, joined);
    const rest = [body.targetList, body.groupClause, body.havingClause, body.sortClause, body.valuesLists];
    for (const part of rest) this.#partsAlone(part, scope);
    const columns = (body.targetList ?? []).map(({ ResTarget: target }: Node) => target);
    return {
      table: undefined,
      isBound: columns.every((target: Node) => this.#isNotAStrayFirm(target, scope)),
    };
  }

  #isNotAStrayFirm({ name, val }: Node, scope: Scope): boolean {
    const column = val?.ColumnRef && lastName(val.ColumnRef);
    if ((name ?? column) !== 'firm_id') return true;
    return this.#sideOf(val, scope)?.isBound ?? true;
  }

  #insert(body: Node, outer: Scope | undefined): Source {
    const scope = this.#scope(body, outer, true);
    const name = body.relation.relname;
    const firmColumn = this.#tables.firmColumns.get(name);
    this.#meet(name);
    const select = body.selectStmt?.SelectStmt;
    if (firmColumn !== undefined) {
      this.#insertedFirm(body, firmColumn, scope);
    }
    if (select) this.#select(select, { ...scope, outer: undefined }, false);
    const target: Source = { table: name, isBound: true };
    const inside: Scope = {
      ...scope,
      sources: new Map([
        [body.relation.alias?.aliasname ?? name, target],
        ['excluded', target],
      ]),
    };
    for (const part of [body.onConflictClause, body.returningClause ?? body.returningList]) {
      if (firmColumn !== undefined && asksTheMoment(part))
        this.#found.add('asks the moment while it resolves a conflict');
      this.#partsAlone(part, inside);
    }
    return { table: undefined, isBound: true };
  }

  #insertedFirm(body: Node, firmColumn: string, scope: Scope): void {
    const name = body.relation.relname;
    const place = (body.cols ?? []).findIndex(
      ({ ResTarget: { name: column } }: Node) => column === firmColumn,
    );
    // The firm's own number is drawn when it is founded.
    if (place < 0) {
      if (name !== 'firm') this.#found.add(`does not say for which firm it inserts into ${name}`);
      return;
    }
    const select = body.selectStmt.SelectStmt;
    const rows: Node[] = select.valuesLists?.map(({ List: { items } }: Node) => items[place]) ?? [
      select.targetList?.[place]?.ResTarget.val,
    ];
    const inside: Scope = { sources: new Map(), queries: scope.queries, outer: undefined, equal: [] };
    for (const item of select.fromClause ?? []) this.#from(item, inside);
    this.#conditions(select.whereClause, inside);
    this.#settle(inside, false);
    for (const value of rows) {
      const source = this.#sideOf(value, inside);
      if (source === undefined ? !isValue(value) : !source.isBound)
        this.#found.add(`inserts into ${name} for a firm that it looks up`);
    }
  }

  #change(body: Node, outer: Scope | undefined): Source {
    const scope = this.#scope(body, outer, false);
    this.#from({ RangeVar: body.relation }, scope);
    for (const item of body.fromClause ?? body.usingClause ?? []) this.#from(item, scope);
    this.#conditions(body.whereClause, scope);
    this.#settle(scope, false);
    this.#partsAlone(body.targetList, scope);
    this.#partsAlone(body.returningClause ?? body.returningList, scope);
    return { table: undefined, isBound: true };
  }

  #meet(name: string): void {
    if (this.#tables.firmColumns.has(name)) this.meetsFirms = true;
    if (this.#tables.elsewhere.has(name)) this.meetsElsewhere = true;
  }

  #from(item: Node, scope: Scope): void {
    const [kind] = Object.keys(item);
    const body = item[kind!];
    if (kind === 'RangeVar') {
      const alias = body.alias?.aliasname ?? body.relname;
      const query = body.schemaname ? undefined : scope.queries.get(body.relname);
      this.#meet(query ? '' : body.relname);
      const isOfFirms = !query && this.#tables.firmColumns.has(body.relname);
      scope.sources.set(
        alias,
        query ? { ...query } : { table: isOfFirms ? body.relname : undefined, isBound: !isOfFirms },
      );
    } else if (kind === 'RangeSubselect') {
      const around = body.lateral ? scope : { ...scope, sources: new Map(), outer: scope.outer };
      const source = this.statement(body.subquery, around, false);
      scope.sources.set(body.alias?.aliasname ?? '', source);
    } else if (kind === 'JoinExpr') {
      const before = new Set(scope.sources.values());
      this.#from(body.larg, scope);
      const left = [...scope.sources.values()].filter((source) => !before.has(source));
      this.#from(body.rarg, scope);
      const right = [...scope.sources.values()].filter(
        (source) => !before.has(source) && !left.includes(source),
      );
      if ((body.usingClause ?? []).some(({ String: { sval } }: Node) => sval === 'firm_id')) {
        for (const one of left) for (const other of right) scope.equal.push([one, other]);
      }
      this.#conditions(body.quals, scope);
    } else if (kind === 'RangeFunction') {
      scope.sources.set(body.alias?.aliasname ?? '', { table: undefined, isBound: true });
      this.#partsAlone(body.functions, scope);
    }
  }

  /** Conditions that all have to hold. */
  #conditions(node: Node, scope: Scope): void {
    if (!node) return;
    const { BoolExpr: bool, A_Expr: comparison, SubLink: part } = node;
    if (bool?.boolop === 'AND_EXPR') {
      for (const each of bool.args) this.#conditions(each, scope);
    } else if (part && ['EXISTS_SUBLINK', 'ANY_SUBLINK'].includes(part.subLinkType)) {
      this.#waiting.push(() => this.statement(part.subselect, scope, true));
      this.#partsAlone(part.testexpr, scope);
    } else if (comparison?.kind === 'AEXPR_OP' && comparison.name.at(-1).String.sval === '=') {
      this.#equal(comparison.lexpr, comparison.rexpr, scope);
    } else if (bool?.boolop === 'NOT_EXPR' && bool.args[0].SubLink?.subLinkType === 'EXISTS_SUBLINK') {
      this.#waiting.push(() => this.statement(bool.args[0].SubLink.subselect, scope, true));
    } else {
      this.#waiting.push(() => this.#partsAlone(node, scope));
    }
  }

  /** What can be looked at only when it is known which firms of its surroundings are values. */
  #waiting: (() => void)[] = [];

  #equal(left: Node, right: Node, scope: Scope): void {
    if (left.RowExpr && right.RowExpr) {
      for (const [index, each] of left.RowExpr.args.entries())
        this.#equal(each, right.RowExpr.args[index], scope);
      return;
    }
    const one = this.#sideOf(left, scope);
    const other = this.#sideOf(right, scope);
    if (one && other) scope.equal.push([one, other]);
    else if (one && isValue(right)) scope.equal.push([one, undefined]);
    else if (other && isValue(left)) scope.equal.push([other, undefined]);
    this.#waiting.push(() => this.#partsAlone([left, right], scope));
  }

  /** Whose firm an expression is, if it is one. */
  #sideOf(node: Node, scope: Scope): Source | undefined {
    const column = node?.ColumnRef;
    if (!column) return undefined;
    const names: string[] = column.fields.map((field: Node) => field.String?.sval ?? '*');
    const name = names.at(-1)!;
    const alias = names.at(-2);
    for (let at: Scope | undefined = scope; at; at = at.outer) {
      if (alias !== undefined) {
        const source = at.sources.get(alias);
        if (source) return this.#isFirmColumn(source, name) ? source : undefined;
        continue;
      }
      const among = [...at.sources.values()].filter(
        (source) => source.table && this.#isFirmColumn(source, name),
      );
      if (among.length > 0) return among[0];
      const made = [...at.sources.values()].find((source) => !source.table && !source.isBound);
      if (made && name === 'firm_id') return made;
    }
    return undefined;
  }

  #isFirmColumn(source: Source, name: string): boolean {
    return name === (source.table ? this.#tables.firmColumns.get(source.table) : 'firm_id');
  }

  #settle(scope: Scope, joined: boolean): void {
    const own = new Set(scope.sources.values());
    const knows = (source: Source | undefined) =>
      source === undefined || (source.isBound && (joined || own.has(source)));
    for (let again = true; again;) {
      again = false;
      for (const [one, other] of scope.equal) {
        for (const [unknown, known] of [
          [one, other],
          [other, one],
        ] as const) {
          if (unknown && !unknown.isBound && knows(known)) {
            unknown.isBound = true;
            again = true;
          }
        }
      }
    }
    for (const { table, isBound } of own)
      if (table && !isBound) this.#found.add(`asks ${table} of all firms`);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }

  /** Parts that stand alone, wherever they are in an expression. */
  #partsAlone(node: Node, scope: Scope): void {
    if (Array.isArray(node)) {
      for (const each of node) this.#partsAlone(each, scope);
    } else if (node && typeof node === 'object') {
      if (node.ColumnRef && lastName(node.ColumnRef) === 'ctid') this.#found.add('asks where a row lies');
      if (node.SubLink) this.statement(node.SubLink.subselect, scope, false);
      for (const [key, value] of Object.entries(node)) {
        if (key === 'SubLink') this.#partsAlone((value as Node).testexpr, scope);
        else this.#partsAlone(value, scope);
      }
    }
  }
}

function lastName(column: Node): string | undefined {
  return column.fields.at(-1).String?.sval;
}

/** A value, a parameter or what is made of them: nothing of a row. Names of PL/pgSQL's variables begin with p_ or v_. */
function isValue(node: Node): boolean {
  if (Array.isArray(node)) return node.every(isValue);
  if (!node || typeof node !== 'object') return true;
  if (node.SubLink) return false;
  if (node.ColumnRef)
    return /^[pv]_/.test(lastName(node.ColumnRef) ?? '') && node.ColumnRef.fields.length === 1;
  return Object.values(node).every(isValue);
}

function asksTheMoment(node: Node): boolean {
  if (Array.isArray(node)) return node.some(asksTheMoment);
  if (!node || typeof node !== 'object') return false;
  if (node.SQLValueFunction) return true;
  if (node.FuncCall && momentary.has(node.FuncCall.funcname.at(-1).String.sval)) return true;
  return Object.values(node).some(asksTheMoment);
}
