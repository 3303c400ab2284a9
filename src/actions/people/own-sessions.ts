import { done, refuse, type Result } from '#core/refusal.ts';
import { endOtherSessions, endSession, listSessions, type Session } from '#store/account.ts';
import type { Database } from '#store/database.ts';

/** Where somebody is signed in. */
export function readOwnSessions(database: Database, userId: string): Promise<Session[]> {
  return database.asInstallation((tx) => listSessions(tx, userId), { readOnly: true });
}

/** Signs out one of one's own devices. */
export function endOwnSession(
  database: Database,
  of: { readonly userId: string; readonly sessionId: string },
): Promise<Result<null>> {
  return database.asInstallation(async (tx): Promise<Result<null>> => {
    if (await endSession(tx, of)) return done(null);
    return refuse('notFound', 'This session has ended already.', { field: 'id' });
  });
}

/** Signs out everywhere but here; every device is asked for a code again. */
export async function endOwnOtherSessions(
  database: Database,
  of: { readonly userId: string; readonly sessionId: string },
): Promise<{ ended: number }> {
  return { ended: await database.asInstallation((tx) => endOtherSessions(tx, of)) };
}
