import {
  firstAccounts,
  wipMovements,
  type AccountPair,
  type WipMovement,
} from '#core/periods/wip-journal.ts';
import { keepChanges, type Author } from '../changes.ts';
import type { Tx } from '../database.ts';

/** The accounts of a movement: the firm's own, or at version 1 those that every firm starts with. */
export type AccountsOfMovement = AccountPair & { readonly movement: WipMovement; readonly version: number };

type Row = {
  movement: WipMovement;
  debitCode: string;
  debitName: string;
  creditCode: string;
  creditName: string;
  version: number;
};

const columns = `movement, debit_code as "debitCode", debit_name as "debitName", credit_code as "creditCode",
  credit_name as "creditName", version`;

export async function readJournalAccounts(tx: Tx): Promise<AccountsOfMovement[]> {
  const rows = await tx.query<Row>(`select ${columns} from wip_journal_account where firm_id = $1`, [
    tx.firmId,
  ]);
  const own = new Map(rows.map((row) => [row.movement, accountsOf(row)]));
  return wipMovements.map(
    (movement) => own.get(movement) ?? { movement, ...firstAccounts[movement], version: 1 },
  );
}

export async function loadJournalAccounts(tx: Tx): Promise<Record<WipMovement, AccountPair>> {
  const accounts = await readJournalAccounts(tx);
  return Object.fromEntries(
    accounts.map(({ movement, debit, credit }): [string, AccountPair] => [movement, { debit, credit }]),
  ) as Record<WipMovement, AccountPair>;
}

/** The accounts of a movement, held until the transaction ends, whether they were ever changed or not. */
export async function claimJournalAccounts(tx: Tx, movement: WipMovement): Promise<AccountsOfMovement> {
  const { debit, credit } = firstAccounts[movement];
  await tx.query(
    `insert into wip_journal_account (firm_id, movement, debit_code, debit_name, credit_code, credit_name)
     values ($1, $2, $3, $4, $5, $6) on conflict (firm_id, movement) do nothing`,
    [tx.firmId, movement, debit.code, debit.name, credit.code, credit.name],
  );
  const [row] = await tx.query<Row>(
    `select ${columns} from wip_journal_account where firm_id = $1 and movement = $2 for no key update`,
    [tx.firmId, movement],
  );
  return accountsOf(row!);
}

export async function saveJournalAccounts(
  tx: Tx,
  author: Author,
  before: AccountsOfMovement,
  { debit, credit }: AccountPair,
): Promise<AccountsOfMovement> {
  const [row] = await tx.query<Row>(
    `update wip_journal_account
     set debit_code = $3, debit_name = $4, credit_code = $5, credit_name = $6, version = version + 1
     where firm_id = $1 and movement = $2 returning ${columns}`,
    [tx.firmId, before.movement, debit.code, debit.name, credit.code, credit.name],
  );
  const after = accountsOf(row!);
  const subjectId = wipMovements.indexOf(before.movement) + 1;
  await keepChanges(tx, author, { subject: 'wipJournalAccounts', action: 'changed' }, [
    { subjectId, before, after },
  ]);
  return after;
}

function accountsOf({ movement, debitCode, debitName, creditCode, creditName, version }: Row) {
  return {
    movement,
    debit: { code: debitCode, name: debitName },
    credit: { code: creditCode, name: creditName },
    version,
  };
}
