// Bytes on disk: the tables of the ledger with all their indexes, per ledger line and per time entry.

import type { Database } from '#store/database.ts';
import { atMost, atTenMillion } from '../targets.ts';
import type { Row } from './row.ts';

/** Everything that recording time makes grow. */
const ledgerTables = [
  'time_entry',
  'journal',
  'ledger_line',
  'open_item',
  'job_balance',
  'job_age',
  'job_month',
  'past_day',
  'firm_month',
  'listed_job',
];

type Sizes = {
  readonly lines: number;
  readonly entries: number;
  readonly lineBytes: number;
  readonly allBytes: number;
};

export async function storageOf(database: Database): Promise<Sizes> {
  const { rows } = await database.pool.query<Record<keyof Sizes, string>>(
    `select (select count(*) from ledger_line)::text as lines, (select count(*) from time_entry)::text as entries,
       pg_total_relation_size('ledger_line')::text as "lineBytes",
       (select sum(pg_total_relation_size(name::regclass)) from unnest($1::text[]) as t (name))::text as "allBytes"`,
    [ledgerTables],
  );
  const { lines, entries, lineBytes, allBytes } = rows[0]!;
  return {
    lines: Number(lines),
    entries: Number(entries),
    lineBytes: Number(lineBytes),
    allBytes: Number(allBytes),
  };
}

export const storageRow: Row = {
  name: 'storage',
  async measure({ database }) {
    const sizes = await storageOf(database);
    return [
      {
        name: 'Bytes per ledger line, with its indexes',
        value: sizes.lineBytes / sizes.lines,
        unit: 'bytes',
        note: `${sizes.lines} lines`,
        target: atTenMillion(atMost(300, 'bytes')),
      },
      {
        name: 'Bytes per time entry, with everything',
        value: sizes.allBytes / sizes.entries,
        unit: 'bytes',
        note: `${(sizes.lines / sizes.entries).toFixed(2)} lines per entry`,
        target: atTenMillion(atMost(700, 'bytes')),
      },
    ];
  },
};
