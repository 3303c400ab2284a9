// Mail about somebody's account that waits to be sent by the routine `sendAccountMail`.

import type { Queries, Tx } from './database.ts';
import { queueForInstallation, queueRoutines } from './queue.ts';

/** What there is to write about, with what its text needs to know. */
export type AccountMatter =
  | {
      readonly kind: 'invitation';
      readonly firmId: number;
      readonly memberId: number;
      readonly name: string;
      readonly firmName: string;
      /** Who invites. */
      readonly by: string;
    }
  | { readonly kind: 'emailChange'; readonly userId: string; readonly name: string }
  | { readonly kind: 'emailChanged'; readonly name: string; readonly newEmail: string }
  | { readonly kind: 'twoFactorReset'; readonly name: string; readonly by: string }
  | { readonly kind: 'twoFactorOff'; readonly name: string };

export type AccountMail = {
  readonly id: number;
  readonly recipient: string;
  readonly requestedAt: string;
  readonly matter: AccountMatter;
};

type NewMail = { readonly recipient: string; readonly at: string; readonly matter: AccountMatter };

async function addAccountMail(tx: Queries, { recipient, at, matter }: NewMail): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into auth.account_mail (kind, recipient, about, requested_at) values ($1, $2, $3, $4) returning id`,
    [matter.kind, recipient, JSON.stringify(matter), at],
  );
  return row!.id;
}

/** Queues a mail from within a firm. */
export async function queueAccountMail(tx: Tx, mail: NewMail): Promise<void> {
  await queueRoutines(tx, 'sendAccountMail', [await addAccountMail(tx, mail)]);
}

/** Queues a mail from above all firms. */
export async function queueAccountMailOutside(tx: Queries, mail: NewMail): Promise<void> {
  await queueForInstallation(tx, 'sendAccountMail', await addAccountMail(tx, mail));
}

export async function findAccountMail(tx: Queries, id: number): Promise<AccountMail | undefined> {
  const [row] = await tx.query<{ recipient: string; about: string; requestedAt: string }>(
    `select recipient, about, requested_at as "requestedAt" from auth.account_mail where id = $1`,
    [id],
  );
  if (row === undefined) return undefined;
  const { about, ...mail } = row;
  return { id, ...mail, matter: JSON.parse(about) as AccountMatter };
}

export async function removeAccountMail(tx: Queries, id: number): Promise<void> {
  await tx.query('delete from auth.account_mail where id = $1', [id]);
}
