// The names by which people know what caused a journal.

import type { Cause } from '#core/ledger/journal.ts';
import type { Tx } from '../database.ts';
import type { WipActionKind } from '../work/wip-actions.ts';

const words: Record<Cause['kind'], string> = {
  timeEntry: 'time entry',
  costEntry: 'cost',
  invoice: 'invoice',
  quote: 'quote',
  wipAction: 'WIP action',
  importBatch: 'import',
};

/** What each WIP action is called. */
export const actionWords: Readonly<Record<WipActionKind, string>> = {
  writeOff: 'write-off',
  writeOn: 'write-on',
  washUp: 'wash-up',
  revaluation: 'revaluation',
  move: 'move',
  interim: 'interim',
  openingAdjustment: 'opening adjustment',
};

/** A name for each cause, in order: `wash-up 12`, `invoice INV-0042`. */
export async function nameCauses(tx: Tx, causes: readonly Cause[]): Promise<string[]> {
  const idsOf = (kind: Cause['kind']): bigint[] =>
    causes.filter((cause) => cause.kind === kind).map((cause) => cause.id);
  const rows = await tx.query<{
    kind: Cause['kind'];
    id: number;
    action: WipActionKind | null;
    number: string | null;
    document: 'invoice' | 'creditNote' | null;
  }>(
    `select 'wipAction' as kind, id, kind as action, null as number, null as document from wip_action
       where firm_id = $1 and id = any ($2)
     union all select 'invoice', id, null, number, document from invoice where firm_id = $1 and id = any ($3)
     union all select 'quote', id, null, number, null from quote where firm_id = $1 and id = any ($4)`,
    [tx.firmId, idsOf('wipAction'), idsOf('invoice'), idsOf('quote')],
  );
  const known = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]));
  return causes.map(({ kind, id }) => {
    const row = known.get(`${kind} ${id}`);
    const word = row?.document === 'creditNote' ? 'credit note' : words[kind];
    return `${row?.action ? actionWords[row.action] : word} ${row?.number ?? id}`;
  });
}
