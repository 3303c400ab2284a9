import { randomUUID } from 'node:crypto';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import { lockSetUp, readFirmsFounded } from '#store/firms.ts';
import { hashPassword } from '#store/sign-in.ts';
import { addUser, setPassword } from '#store/users.ts';
import type { Clock } from '../context.ts';
import { found, type NewFirm } from './found.ts';

export type SetUpCommand = {
  readonly owner: { readonly name: string; readonly email: string; readonly password: string };
  readonly firm: NewFirm;
};

/** Whether the first owner and firm still have to be made, and whether there is a demo firm meanwhile. */
export async function readSetUpState(database: Database): Promise<{ needed: boolean; demo: boolean }> {
  const { own, demo } = await database.asInstallation(readFirmsFounded);
  return { needed: !own, demo };
}

/** Makes the first owner and the first firm of an installation; refused ever after. */
export async function setUp(
  database: Database,
  clock: Clock,
  { owner, firm }: SetUpCommand,
): Promise<Result<{ firmId: number }>> {
  // Hashing takes its time, so a stranger is turned away before it.
  if (!(await readSetUpState(database)).needed) return alreadySetUp();
  const passwordHash = await hashPassword(owner.password);
  return database.asInstallation(async (tx) => {
    await lockSetUp(tx);
    if ((await readFirmsFounded(tx)).own) return alreadySetUp();
    const at = clock();
    const userId = randomUUID();
    await addUser(tx, { id: userId, name: owner.name, email: owner.email, at });
    await setPassword(tx, { userId, passwordHash, at });
    return done({ firmId: await found(tx, firm, { userId, name: owner.name }, at) });
  });
}

function alreadySetUp(): Result<never> {
  return refuse('setUpDone', 'This installation is set up already. Sign in instead.');
}
