// Estimated Billings against recalculating what is unbilled on the same database, in turns.

import { estimatedBillings } from '#actions/reports/estimated-billings.ts';
import { readPage } from '#actions/reports/reading.ts';
import { inTurns } from '../measuring.ts';
import type { Row } from './row.ts';

/** What a product without kept balances does: everything ever recorded, less everything ever taken out, per job. */
const recalculation = `select job_id, sum(case when debit <= 3 then amount_minor else -amount_minor end) as unbilled
  from ledger_line where firm_id = $1 and (debit <= 3) <> (credit <= 3) group by job_id having
  sum(case when debit <= 3 then amount_minor else -amount_minor end) <> 0`;

/** The best it could do: an index of its own on what is still open. */
const openOnly =
  'select job_id, sum(open_minor) as unbilled from open_item where firm_id = $1 group by job_id';

const keptRows = `select job_id, wip_time_minor + wip_cost_minor + interim_minor as unbilled
  from job_balance where firm_id = $1 and is_listed`;

export const estimatedBillingsRow: Row = {
  name: 'estimated-billings',
  async measure({ context, database, small }) {
    const { firmId } = context.principal;
    const page = (limit: number) =>
      readPage(context, estimatedBillings, { sort: 'jobNumber', order: 'ascending', limit });
    const sql = (text: string) =>
      database.inFirm(firmId, (tx) => tx.query(text, [firmId]), { readOnly: true });
    const whole = await page(10_000);
    const jobs = whole.ok ? `${whole.value.rows.length} jobs` : 'refused';
    const times = await inTurns(
      {
        first: () => page(50),
        whole: () => page(10_000),
        kept: () => sql(keptRows),
        recalculated: () => sql(recalculation),
        open: () => sql(openOnly),
      },
      { rounds: small ? 2 : 9 },
    );
    const ms = (name: string, key: keyof typeof times, note?: string, target?: string) =>
      ({ name, value: times[key].median, unit: 'ms', note, target }) as const;
    return [
      ms('Estimated Billings, first 50 of all, with totals', 'first', undefined, '≤ 10 ms'),
      ms('Estimated Billings, whole', 'whole', jobs, '≤ 60 ms over HTTP'),
      ms('– the kept balance rows alone', 'kept'),
      ms('– recalculated from all lines', 'recalculated'),
      ms('– recalculated from open items only', 'open'),
      {
        name: '– recalculated ÷ kept rows',
        value: times.recalculated.median / times.kept.median,
        unit: '×',
        target: '≥ 300× at 10 million',
      },
      {
        name: '– recalculated ÷ whole report',
        value: times.recalculated.median / times.whole.median,
        unit: '×',
      },
    ];
  },
};
