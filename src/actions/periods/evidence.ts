// What the checklist and the close both look at, so that what is closed is what was shown.

import type { PeriodOfClose } from '#core/periods/close.ts';
import type { Found } from '#core/periods/checklist.ts';
import type { Tx } from '#store/database.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import type { CheckName } from '#store/ledger/recount.ts';
import type { PeriodTotal } from '#store/periods/closes.ts';
import { findEvidence } from '#store/periods/evidence.ts';
import { readWipJournal } from '#store/reports/wip-journal.ts';
import type { Context } from '../context.ts';

export async function gatherEvidence(
  tx: Tx,
  period: PeriodOfClose,
  now: string,
): Promise<{ found: Found[]; totals: PeriodTotal[] }> {
  const journal = await readWipJournal(tx, {
    period: { from: period.beganOn, to: period.endedOn, knownAt: null },
    now,
    filter: {},
    groupBy: 'none',
    by: 'period',
  });
  const found = await findEvidence(tx, { period, now, journal });
  const totals = journal.map(
    ({ from: _from, to: _to, id: _id, number: _number, name: _name, ...row }) => row,
  );
  return { found, totals };
}

const ofDocuments: ReadonlySet<CheckName> = new Set([
  'documentEffect',
  'documentTotal',
  'creditedLine',
  'settlement',
  'payment',
  'numberSeries',
  'draftItem',
]);

/** Recounts the firm from one snapshot, while people go on working. */
export async function recount({ database, principal }: Context): Promise<Found[]> {
  const differences = await verifyFirm(database, principal.firmId);
  const documents = differences.filter(({ check }) => ofDocuments.has(check)).length;
  return [
    { code: 'ledgerRecount', count: differences.length - documents, amounts: [] },
    { code: 'documentRecount', count: documents, amounts: [] },
  ];
}
