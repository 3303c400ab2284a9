import { done, refuse, type Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { membershipsOf } from '#store/people.ts';
import type { Clock } from '../context.ts';
import { found, type NewFirm, type Owner } from './found.ts';

/** Founds a further firm, owned by whoever asks. Only somebody who owns a firm on this installation may. */
export async function foundFurtherFirm(
  database: Database,
  clock: Clock,
  { owner, firm }: { owner: Owner; firm: NewFirm },
): Promise<Result<{ firmId: number }>> {
  const memberships = await membershipsOf(database, owner.userId);
  if (!memberships.some(({ role }) => role === 'owner')) {
    return refuse('notPermitted', 'Only an owner of a firm on this installation may found another one.');
  }
  return database.asInstallation(async (tx) => done({ firmId: await found(tx, firm, owner, clock()) }));
}
