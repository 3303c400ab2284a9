// What a person changes about themselves: their name and the address they sign in with. Both are the person's in all
// their firms, and each firm keeps a trace.
//
// A new address is proved first: it gets a link, which holds for a day. The old one is told afterwards. Where the
// installation sends no mail, the password has to be enough.

import { done, refuse, type Result } from '#core/refusal.ts';
import { queueAccountMailOutside } from '#store/account-mail.ts';
import {
  findEmailChange,
  forgetEmailChange,
  keepEmailChange,
  placesOf,
  renamePerson,
  setEmail,
  takeEmailChange,
} from '#store/account.ts';
import { keepChanges } from '#store/changes.ts';
import type { Database, Queries } from '#store/database.ts';
import { findUser, findUserByEmail, type User } from '#store/users.ts';
import type { Clock } from '../context.ts';
import { hashOfToken } from './invite-member.ts';

type Office = { readonly database: Database; readonly clock: Clock };

const validHours = 24;

export type Account = {
  readonly name: string;
  readonly email: string;
  /** The address that waits to be proved. */
  readonly newEmail: { readonly email: string; readonly expiresAt: string } | null;
};

export async function readAccount({ database, clock }: Office, userId: string): Promise<Account> {
  return database.asInstallation(async (tx) => {
    const { name, email } = await knownUser(tx, userId);
    const change = await findEmailChange(tx, userId, clock());
    return { name, email, newEmail: change ? { email: change.newEmail, expiresAt: change.expiresAt } : null };
  });
}

/** Changes one's own name, wherever it stands. */
export async function changeOwnName(
  { database, clock }: Office,
  { userId, name }: { readonly userId: string; readonly name: string },
): Promise<Result<null>> {
  const at = clock();
  return database.asInstallation(async (tx) => {
    const before = await knownUser(tx, userId);
    if (before.name === name) return done(null);
    await renamePerson(tx, { userId, name, at });
    await keepInEveryFirm(tx, { userId, at, before: { name: before.name }, after: { name } });
    return done(null);
  });
}

/** Whether the address is changed already, or waits for the link that was mailed there. */
export type EmailChangeBegun = { readonly isDone: boolean };

/** Begins to change the address one signs in with. The password has been checked. */
export async function changeOwnEmail(
  { database, clock }: Office,
  { userId, newEmail }: { readonly userId: string; readonly newEmail: string },
  { mailsLinks }: { readonly mailsLinks: boolean },
): Promise<Result<EmailChangeBegun>> {
  const at = clock();
  return database.asInstallation(async (tx): Promise<Result<EmailChangeBegun>> => {
    const user = await knownUser(tx, userId);
    if (user.email === newEmail) {
      return refuse('nothingToDo', 'You sign in with this address already.', { field: 'newEmail' });
    }
    if (mailsLinks) {
      const expiresAt = Temporal.Instant.from(at).add({ hours: validHours }).toString();
      await keepEmailChange(tx, { userId, newEmail, at, expiresAt });
      const matter = { kind: 'emailChange', userId, name: user.name } as const;
      await queueAccountMailOutside(tx, { recipient: newEmail, at, matter });
      return done({ isDone: false });
    }
    const taken = await takenRefusal(tx, newEmail, 'newEmail');
    if (taken !== null) return taken;
    await saveEmail(tx, user, { newEmail, isProven: false, at });
    return done({ isDone: true });
  });
}

/** Changes the address by the link that was mailed there. */
export async function confirmOwnEmail({ database, clock }: Office, token: string): Promise<Result<null>> {
  const at = clock();
  return database.asInstallation(async (tx): Promise<Result<null>> => {
    const change = await takeEmailChange(tx, { hash: hashOfToken(token), now: at });
    if (change === undefined) {
      return refuse(
        'signInRefused',
        'The link has been used, has expired or is mistyped. Ask for a new one.',
        {
          field: 'token',
        },
      );
    }
    const taken = await takenRefusal(tx, change.newEmail, 'token');
    if (taken !== null) return taken;
    const user = await knownUser(tx, change.userId);
    await saveEmail(tx, user, { newEmail: change.newEmail, isProven: true, at });
    const matter = { kind: 'emailChanged', name: user.name, newEmail: change.newEmail } as const;
    await queueAccountMailOutside(tx, { recipient: user.email, at, matter });
    return done(null);
  });
}

async function saveEmail(
  tx: Queries,
  user: User,
  change: { readonly newEmail: string; readonly isProven: boolean; readonly at: string },
): Promise<void> {
  const { newEmail: email, isProven, at } = change;
  await setEmail(tx, { userId: user.id, email, isProven, at });
  await forgetEmailChange(tx, user.id);
  await keepInEveryFirm(tx, { userId: user.id, at, before: { email: user.email }, after: { email } });
}

async function takenRefusal(tx: Queries, email: string, field: string): Promise<Result<never> | null> {
  if ((await findUserByEmail(tx, email)) === undefined) return null;
  return refuse('duplicate', 'Somebody else signs in with this address.', { field });
}

async function knownUser(tx: Queries, userId: string): Promise<User> {
  const user = await findUser(tx, userId);
  if (user === undefined) throw new Error('whoever is signed in is no longer known');
  return user;
}

type Trace = {
  readonly userId: string;
  readonly at: string;
  readonly before: object;
  readonly after: object;
};

/** Leaves a trace in the firms of a person, who is its author in each. */
export async function keepInEveryFirm(tx: Queries, { userId, at, before, after }: Trace): Promise<void> {
  for (const { firmId, memberId, actorId } of await placesOf(tx, userId)) {
    const author = { actorId, recordedAt: at };
    await keepChanges({ ...tx, firmId }, author, { subject: 'member', action: 'changed' }, [
      { subjectId: memberId, before, after },
    ]);
  }
}
