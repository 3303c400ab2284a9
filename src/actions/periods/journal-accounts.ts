import { requirePermission } from '#core/access/principal.ts';
import type { AccountPair, WipMovement } from '#core/periods/wip-journal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import {
  claimJournalAccounts,
  readJournalAccounts,
  saveJournalAccounts,
  type AccountsOfMovement,
} from '#store/periods/journal-accounts.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';

export async function listJournalAccounts(context: Context): Promise<Result<AccountsOfMovement[]>> {
  const permitted = requirePermission(context.principal, 'wip.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, readJournalAccounts));
}

export type JournalAccountsChange = AccountPair & {
  readonly movement: WipMovement;
  readonly version: number;
};

/** Says which accounts of the accounting system a movement of WIP is booked to. */
export async function changeJournalAccounts(
  context: Context,
  { movement, version, ...to }: JournalAccountsChange,
): Promise<Result<AccountsOfMovement>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimJournalAccounts(tx, movement);
    if (claimed.version !== version) {
      return refuse('staleVersion', 'Somebody changed these accounts meanwhile; look at them again.', {
        field: 'version',
        value: version.toString(),
        accepted: claimed.version.toString(),
      });
    }
    return done(await saveJournalAccounts(tx, authorOf(context), claimed, to));
  });
}
