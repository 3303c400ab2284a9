// What WIP actions posted, job by job. An undo is told of by the action itself and is no part of what it posted.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { accountCodes } from '#core/ledger/accounts.ts';
import { kindOfCode, type JournalKind } from '#core/ledger/kinds.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import type { Tx } from '../database.ts';
import { readByKey } from '../prepared.ts';

type Job = {
  readonly jobId: number;
  readonly jobNumber: string;
  readonly jobName: string;
  readonly currency: CurrencyCode;
  readonly netWipChangeMinor: bigint;
};

export type ActionEffect = Job & { readonly wipActionId: number };

export type ActionJournal = Job & {
  readonly journalId: bigint;
  readonly kind: JournalKind;
  readonly effectiveOn: CivilDate;
  readonly lines: number;
  readonly reversedBy: bigint | null;
};

const netWip = [accountCodes.wipTime, accountCodes.wipCost, accountCodes.interim].join();
const change = `sum(l.amount_minor * ((l.debit in (${netWip}))::int - (l.credit in (${netWip}))::int))::bigint`;
const posted = `from journal g
  join ledger_line l on l.firm_id = g.firm_id and l.journal_id = g.id
  join job j on j.firm_id = g.firm_id and j.id = l.job_id
  where g.firm_id = $1 and g.cause_kind = 5 and g.cause_id = any ($2) and g.reverses is null`;

/** What each action did to net WIP, per job in the order of their numbers. */
export function readActionEffects(tx: Tx, ids: readonly number[]): Promise<ActionEffect[]> {
  return readByKey<ActionEffect>(
    tx,
    `select g.cause_id::int as "wipActionId", j.id as "jobId", j.number as "jobNumber", j.name as "jobName", j.currency,
       ${change} as "netWipChangeMinor"
     ${posted} group by g.cause_id, j.firm_id, j.id order by g.cause_id, j.number`,
    [tx.firmId, ids],
  );
}

/** The journals of one action, each job of one by itself. */
export async function readActionJournals(tx: Tx, id: number, limit: number): Promise<ActionJournal[]> {
  const rows = await readByKey<Omit<ActionJournal, 'kind'> & { kind: number }>(
    tx,
    `select g.id as "journalId", g.kind, g.effective_on as "effectiveOn", count(*)::int as lines, j.id as "jobId",
       j.number as "jobNumber", j.name as "jobName", j.currency, ${change} as "netWipChangeMinor",
       (select r.id from journal r where r.firm_id = $1 and r.reverses = g.id) as "reversedBy"
     ${posted} group by g.firm_id, g.id, g.kind, g.effective_on, j.firm_id, j.id order by g.id, j.number limit $3`,
    [tx.firmId, [id], limit],
  );
  return rows.map((row) => ({ ...row, kind: kindOfCode(row.kind) }));
}
