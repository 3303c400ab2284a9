// The names by which people know what caused a journal.

import type { Cause } from '#core/ledger/journal.ts';
import type { Tx } from '../database.ts';

const words: Record<Cause['kind'], string> = {
  timeEntry: 'time entry',
  costEntry: 'cost',
  invoice: 'invoice',
  quote: 'quote',
  wipAction: 'WIP action',
  importBatch: 'import',
};

const actionWords: Record<string, string> = {
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
  const actions = await tx.query<{ id: number; kind: string }>(
    'select id, kind from wip_action where firm_id = $1 and id = any ($2)',
    [tx.firmId, idsOf('wipAction')],
  );
  const kindOfAction = new Map(actions.map((action) => [BigInt(action.id), actionWords[action.kind]]));
  return causes.map((cause) => {
    const word = (cause.kind === 'wipAction' ? kindOfAction.get(cause.id) : undefined) ?? words[cause.kind];
    return `${word} ${cause.id}`;
  });
}
