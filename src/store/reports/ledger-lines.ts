// Lines of the ledger with everything a person wants to know of them: the task and the person, what caused them, who
// recorded them, what they reverse and what reversed them. Lines are found first, and named by one statement for all: it asks
// so many tables that planning it anew took longer than reading a page.

import { sql } from 'kysely';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import { accountOfCode, type Account } from '#core/ledger/accounts.ts';
import type { CauseKind, ItemKind } from '#core/ledger/journal.ts';
import { kindOfCode, type JournalKind } from '#core/ledger/kinds.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { causeKindOf, itemKindOf } from '../ledger/items.ts';
import type { Tx } from '../database.ts';
import type { WipActionKind } from '../work/wip-actions.ts';
import { runByKey } from './run.ts';

/** Where a line stands in the ledger of its job. */
export type LinePosition = { effectiveOn: CivilDate; journalId: bigint; lineNumber: number };

/** What a journal came from, as far as it can be told without the document. */
export type CauseDetails = {
  kind: CauseKind;
  id: bigint;
  staffName: string | null;
  taskName: string | null;
  minutes: number | null;
  description: string | null;
  /** Of an invoice, a credit note or a quote. */
  number: string | null;
  isCreditNote: boolean;
  actionKind: WipActionKind | null;
  reason: string | null;
};

export type LedgerLine = {
  journalId: bigint;
  lineNumber: number;
  effectiveOn: CivilDate;
  recordedAt: string;
  kind: JournalKind;
  jobId: number;
  jobNumber: string;
  debit: Account;
  credit: Account;
  amountMinor: bigint;
  currency: CurrencyCode;
  quantity: number;
  itemId: bigint | null;
  itemKind: ItemKind | null;
  taskName: string | null;
  staffId: number | null;
  staffName: string | null;
  originOn: CivilDate;
  costMinor: bigint;
  cause: CauseDetails;
  recordedBy: string;
  reverses: bigint | null;
  reversedBy: bigint | null;
};

type Row = Omit<LedgerLine, 'kind' | 'debit' | 'credit' | 'itemKind' | 'cause'> & {
  kind: number;
  debit: number;
  credit: number;
  itemKind: number | null;
  causeKind: number;
  causeId: bigint;
  causeStaff: string | null;
  causeTask: string | null;
  causeMinutes: number | null;
  causeDescription: string | null;
  causeNumber: string | null;
  causeIsCreditNote: boolean;
  actionKind: WipActionKind | null;
  reason: string | null;
};

/** The lines at these positions, in the ledger's order. */
export async function nameLines(tx: Tx, positions: readonly LinePosition[]): Promise<LedgerLine[]> {
  if (positions.length === 0) return [];
  const { firmId } = tx;
  const journalIds = positions.map(({ journalId }) => journalId);
  const lineNumbers = positions.map(({ lineNumber }) => lineNumber);
  const rows = await runByKey<Row>(
    tx,
    sql`
      select l.journal_id as "journalId", l.line_number as "lineNumber", l.effective_on as "effectiveOn",
        g.recorded_at as "recordedAt", l.kind, l.job_id as "jobId", j.number as "jobNumber", l.debit, l.credit,
        l.amount_minor as "amountMinor", j.currency, l.quantity, l.item_id as "itemId", l.item_kind as "itemKind",
        t.name as "taskName", l.staff_id as "staffId", w.name as "staffName", l.origin_on as "originOn",
        l.cost_minor as "costMinor", a.name as "recordedBy", g.reverses, r.id as "reversedBy",
        g.cause_kind as "causeKind", g.cause_id as "causeId", cw.name as "causeStaff", ct.name as "causeTask",
        e.minutes as "causeMinutes", x.description as "causeDescription", coalesce(v.number, u.number) as "causeNumber",
        coalesce(v.document = 'creditNote', false) as "causeIsCreditNote", n.kind as "actionKind", q.name as reason
      from unnest(${journalIds}::bigint[], ${lineNumbers}::smallint[]) as at (journal_id, line_number)
      join ledger_line l on l.firm_id = ${firmId} and l.journal_id = at.journal_id and l.line_number = at.line_number
      join journal g on g.firm_id = ${firmId} and g.id = l.journal_id
      join actor a on a.firm_id = ${firmId} and a.id = g.actor_id
      join job j on j.firm_id = ${firmId} and j.id = l.job_id
      left join journal r on r.firm_id = ${firmId} and r.reverses = l.journal_id
      left join job_task t on t.firm_id = ${firmId} and t.id = l.job_task_id
      left join staff w on w.firm_id = ${firmId} and w.id = l.staff_id
      left join time_entry e on g.cause_kind = 1 and e.firm_id = ${firmId} and e.id = g.cause_id
      left join staff cw on cw.firm_id = ${firmId} and cw.id = e.staff_id
      left join job_task ct on ct.firm_id = ${firmId} and ct.id = e.job_task_id
      left join cost_entry x on g.cause_kind = 2 and x.firm_id = ${firmId} and x.id = g.cause_id
      left join invoice v on g.cause_kind = 3 and v.firm_id = ${firmId} and v.id = g.cause_id
      left join quote u on g.cause_kind = 4 and u.firm_id = ${firmId} and u.id = g.cause_id
      left join wip_action n on g.cause_kind = 5 and n.firm_id = ${firmId} and n.id = g.cause_id
      left join adjustment_reason q on q.firm_id = ${firmId} and q.id = n.reason_id
      order by l.effective_on, l.journal_id, l.line_number`,
  );
  return rows.map(lineOf);
}

function lineOf(row: Row): LedgerLine {
  const {
    causeKind,
    causeId,
    causeStaff,
    causeTask,
    causeMinutes,
    causeDescription,
    causeNumber,
    causeIsCreditNote,
    actionKind,
    reason,
    ...line
  } = row;
  return {
    ...line,
    kind: kindOfCode(line.kind),
    debit: accountOfCode(line.debit),
    credit: accountOfCode(line.credit),
    itemKind: line.itemKind === null ? null : itemKindOf(line.itemKind),
    cause: {
      kind: causeKindOf(causeKind),
      id: causeId,
      staffName: causeStaff,
      taskName: causeTask,
      minutes: causeMinutes,
      description: causeDescription,
      number: causeNumber,
      isCreditNote: causeIsCreditNote,
      actionKind,
      reason,
    },
  };
}

export async function readJournalLines(tx: Tx, journalId: bigint): Promise<LedgerLine[]> {
  const positions = await tx.prepared<LinePosition>(
    'positions-of-journal',
    `select effective_on as "effectiveOn", journal_id as "journalId", line_number as "lineNumber"
     from ledger_line where firm_id = $1 and journal_id = $2`,
    [tx.firmId, journalId],
  );
  return nameLines(tx, positions);
}
