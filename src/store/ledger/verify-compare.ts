// Holds a recounted set of rows against a table, in SQL: what is missing, what is too much, and each column that differs.

export type Comparison = {
  readonly check: string;
  /** A table or query of what is kept; it has the keys and the columns. */
  readonly kept: string;
  readonly recounted: string;
  readonly keys: readonly string[];
  readonly columns: readonly string[];
};

export function compare({ check, kept, recounted, keys, columns }: Comparison): string {
  const identity = keys.map((key) => `'${camelCase(key)}', coalesce(k.${key}, r.${key})`).join(', ');
  const row = (table: string) => `(${columns.map((column) => `${table}.${column}`).join(', ')})`;
  const values = columns
    .map((column) => `('${camelCase(column)}', k.${column}::text, r.${column}::text)`)
    .join(', ');
  return `
    select '${check}'::text as "check", jsonb_build_object(${identity}) as identity, d."column", d.stored, d.recounted
    from (select *, true as is_kept from ${kept} kept) k
    full join (select *, true as is_due from ${recounted} recounted) r
      on ${keys.map((key) => `k.${key} = r.${key}`).join(' and ')}
    cross join lateral (
      select 'row' as "column", null::text as stored, 'due' as recounted where k.is_kept is null
      union all
      select 'row', 'present', null where r.is_due is null
      union all
      select v.* from (values ${values}) v ("column", stored, recounted)
      where k.is_kept and r.is_due and v.stored is distinct from v.recounted
    ) d
    where k.is_kept is null or r.is_due is null or ${row('k')} is distinct from ${row('r')}`;
}

export function camelCase(column: string): string {
  return column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
