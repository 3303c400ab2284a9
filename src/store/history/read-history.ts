import { references } from '#core/history/fields.ts';
import type { HistorySubject } from '#core/history/subjects.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '#store/database.ts';
import { sourcesOf } from './sources.ts';

/** When, in which source, and which of its events. */
export type HistoryKey = readonly [at: string, source: string, id: string];

export type HistoryEvent = {
  readonly at: string;
  readonly source: string;
  readonly id: bigint;
  readonly what: string;
  readonly actorId: number | null;
  readonly actorName: string | null;
  readonly detail: { readonly [name: string]: unknown };
};

type Wanted = {
  readonly subject: HistorySubject;
  readonly id: bigint | null;
  readonly after: HistoryKey | null;
  readonly limit: number;
};

// PostgreSQL takes $2 for what it is compared with first, which for most things is an id of 32 bits; a larger one names
// nothing, and is no mistake. So it is said in front, where statements are read first, that $2 has 64.

/** Newest first. */
export function readHistory(tx: Tx, { subject, id, after, limit }: Wanted): Promise<HistoryEvent[]> {
  const events = sourcesOf[subject].map((source) => `(${source})`).join(' union all ');
  return tx.query<HistoryEvent>(
    `with asked as (select $2::bigint)
     select e.at, e.source, e.id, e.what, e.actor_id as "actorId", a.name as "actorName", e.detail
     from (${events}) as e (at, source, id, what, actor_id, detail)
     left join actor a on a.firm_id = $1 and a.id = e.actor_id
     where $3::timestamptz is null or (e.at, e.source, e.id) < ($3::timestamptz, $4::text, $5::bigint)
     order by e.at desc, e.source desc, e.id desc limit $6`,
    [tx.firmId, id, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit],
  );
}

const tables: Readonly<Record<string, readonly [table: string, name: string]>> = {
  staff: ['staff', 'name'],
  client: ['client', 'name'],
  contact: ['contact', 'name'],
  job: ['job', `number || ' ' || name`],
  jobState: ['job_state', 'name'],
  task: ['task', 'name'],
  tax: ['tax', 'name'],
  documentTemplate: ['document_template', 'name'],
  numberSeries: ['number_series', 'name'],
};

/** The names behind ids in records, by kind and id: 'staff 3'. What was removed since has none. */
export async function readNames(
  tx: Tx,
  records: readonly { readonly [field: string]: unknown }[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, Set<number>>();
  for (const [field, value] of records.flatMap((record) => Object.entries(record))) {
    const kind = references[field];
    const id = Number(value);
    if (kind === undefined || !Number.isInteger(id) || id <= 0) continue;
    wanted.set(kind, (wanted.get(kind) ?? new Set()).add(id));
  }
  const found = await Promise.all(
    [...wanted].map(async ([kind, ids]) => {
      const [table, name] = tables[kind]!;
      const rows = await tx.query<{ id: number; name: string }>(
        `select id, ${name} as name from ${table} where firm_id = $1 and id = any ($2::int[])`,
        [tx.firmId, [...ids]],
      );
      return rows.map((row): [string, string] => [`${kind} ${row.id}`, row.name]);
    }),
  );
  return new Map(found.flat());
}

/** The currency of what a record says in amounts; the firm's where it has none of its own. */
export async function readCurrencyOf(
  tx: Tx,
  subject: HistorySubject,
  id: bigint | null,
): Promise<CurrencyCode> {
  const table = {
    job: 'job',
    client: 'client',
    quote: 'quote',
    invoice: 'invoice',
    creditNote: 'invoice',
    rate: 'rate',
  }[subject as string];
  const own = table === undefined ? 'null' : `(select currency from ${table} where firm_id = $1 and id = $2)`;
  const [row] = await tx.query<{ currency: CurrencyCode }>(
    `with asked as (select $2::bigint)
     select coalesce(${own}, f.currency) as currency from firm f where f.id = $1`,
    [tx.firmId, id],
  );
  return row!.currency;
}

/** Whose time the entry is; undefined when the firm has no such entry. */
export async function readStaffOfEntry(tx: Tx, id: bigint): Promise<number | undefined> {
  const [row] = await tx.query<{ staffId: number }>(
    `select staff_id as "staffId" from time_entry where firm_id = $1 and id = $2`,
    [tx.firmId, id],
  );
  return row?.staffId;
}
