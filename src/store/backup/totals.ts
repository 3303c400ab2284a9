// A few sums of each firm that say whether a copy of it is the same: how much there is in the ledger, what is open, what
// was invoiced and paid, and which numbers come next. They are taken with a backup and held against what is restored.

import type { Queries } from '../database.ts';

export type Total = {
  readonly firmId: number;
  readonly figure: string;
  /** A currency, an account, a series; null where there is only one. */
  readonly of: string | null;
  readonly value: string;
};

const figures = [
  `select id as firm_id, 'firm' as figure, null::text as of, name as value from firm`,
  `select firm_id, 'journals', null, count(*)::text from journal group by firm_id`,
  `select firm_id, 'lastJournal', null, max(id)::text from journal group by firm_id`,
  `select firm_id, 'lines', null, count(*)::text from ledger_line group by firm_id`,
  `select l.firm_id, 'movedMinor', 'from ' || l.credit || ' to ' || l.debit || ' in ' || j.currency,
     sum(l.amount_minor)::text
   from ledger_line l join job j on j.firm_id = l.firm_id and j.id = l.job_id
   group by l.firm_id, l.credit, l.debit, j.currency`,
  `select b.firm_id, 'openMinor', j.currency, sum(b.wip_time_minor + b.wip_cost_minor + b.interim_minor)::text
   from job_balance b join job j on j.firm_id = b.firm_id and j.id = b.job_id group by b.firm_id, j.currency`,
  `select firm_id, 'documents', document || ' ' || status, count(*)::text from invoice group by firm_id, document, status`,
  `select firm_id, 'documentsMinor', document || ' in ' || currency, sum(total_minor + coalesce(tax_minor, 0))::text
   from invoice where status = 'approved' group by firm_id, document, currency`,
  `select firm_id, 'paidMinor', currency, sum(amount_minor)::text from payment where voided_on is null
   group by firm_id, currency`,
  `select firm_id, 'nextNumber', document || ' ' || id, next_value::text from number_series`,
];

/** Of one firm, or of all. Takes a look at every line of the ledger. */
export function readTotals(tx: Queries, firmId: number | null = null): Promise<Total[]> {
  return tx.query<Total>(
    `select firm_id as "firmId", figure, of, value
     from (${figures.join(' union all ')}) as total
     where $1::int is null or firm_id = $1
     order by firm_id, figure collate "C", of collate "C"`,
    [firmId],
  );
}

/** In words, what is not the same. */
export function differentTotals(expected: readonly Total[], found: readonly Total[]): string[] {
  const nameOf = ({ firmId, figure, of }: Total) =>
    `firm ${firmId}, ${figure}${of === null ? '' : ` (${of})`}`;
  const values = new Map(found.map((total) => [nameOf(total), total.value]));
  const differences = expected
    .filter((total) => values.get(nameOf(total)) !== total.value)
    .map(
      (total) => `${nameOf(total)}: ${total.value} expected, ${values.get(nameOf(total)) ?? 'nothing'} found`,
    );
  const known = new Set(expected.map(nameOf));
  const unexpected = found
    .filter((total) => !known.has(nameOf(total)))
    .map((total) => `${nameOf(total)}: nothing expected, ${total.value} found`);
  return [...differences, ...unexpected];
}
