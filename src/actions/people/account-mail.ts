// Sends mail about somebody's account: invitations, links that prove an address, and notices of what others should not
// do behind one's back. The token of a link is made for each attempt, and only its hash is kept.

import type { Database } from '#store/database.ts';
import {
  findAccountMail,
  removeAccountMail,
  type AccountMail,
  type AccountMatter,
} from '#store/account-mail.ts';
import { keepEmailChangeToken } from '#store/account.ts';
import { keepInvitationMailed, keepInvitationToken } from '#store/invitations.ts';
import { findUserByEmail } from '#store/users.ts';
import type { Clock } from '../context.ts';
import type { MailTransport } from '../mail/transport.ts';
import { hashOfToken, newToken } from './invite-member.ts';

export type AccountMailOffice = {
  readonly database: Database;
  readonly clock: Clock;
  readonly transport: MailTransport;
  /** Where people reach the installation. */
  readonly baseUrl: string;
};

type Written = { readonly subject: string; readonly body: string };

/** Mails it; answers why it has to be tried again, if it has. */
export async function sendAccountMail(
  office: AccountMailOffice,
  id: number,
  { isLast }: { readonly isLast: boolean },
): Promise<string | null> {
  const { database, clock, transport } = office;
  const mail = await database.asInstallation((tx) => findAccountMail(tx, id), { readOnly: true });
  if (mail === undefined) return null;
  const token = newToken();
  const written = await write(office, mail, token);
  if (written === undefined) {
    await database.asInstallation((tx) => removeAccountMail(tx, id));
    return null;
  }
  const outcome = await transport.send({
    messageKey: `account-${id}-${hashOfToken(token).slice(0, 16)}`,
    writtenAt: clock(),
    fromName: 'Workledger',
    replyTo: null,
    to: [mail.recipient],
    cc: [],
    attachments: [],
    ...written,
  });
  const refused = outcome.kind === 'refused' ? outcome : null;
  const isOver = refused === null || refused.isFinal || isLast;
  await database.asInstallation(async (tx) => {
    if (mail.matter.kind === 'invitation') {
      const mailedAt = refused === null ? clock() : null;
      await keepInvitationMailed(tx, mail.matter, { mailedAt, problem: refused?.reason ?? null });
    }
    if (isOver) await removeAccountMail(tx, id);
  });
  return isOver ? null : refused.reason;
}

/** What to send; undefined where it is of no use any more. */
async function write(
  { database, baseUrl }: AccountMailOffice,
  { matter, recipient }: AccountMail,
  token: string,
): Promise<Written | undefined> {
  const hash = hashOfToken(token);
  const linkTo = (page: string) => `${baseUrl.replace(/\/$/, '')}/${page}#${token}`;
  if (matter.kind === 'invitation') {
    const kept = await database.asInstallation((tx) => keepInvitationToken(tx, matter, hash));
    return kept && invitation(matter, linkTo('invitation'), kept.expiresAt.slice(0, 10));
  }
  if (matter.kind === 'emailChange') {
    const kept = await database.asInstallation(async (tx) => {
      // Whoever has the address already learns nothing from this, and nobody learns that they have it.
      if ((await findUserByEmail(tx, recipient)) !== undefined) return undefined;
      return keepEmailChangeToken(tx, { userId: matter.userId, newEmail: recipient }, hash);
    });
    return kept && emailChange(matter.name, linkTo('confirm-email'));
  }
  return notice(matter);
}

type Matter<Kind extends AccountMatter['kind']> = Extract<AccountMatter, { kind: Kind }>;

function invitation({ name, by, firmName }: Matter<'invitation'>, link: string, until: string): Written {
  const inviter = by === firmName ? `${firmName} invites you` : `${by} invites you to ${firmName}`;
  return {
    subject: `${firmName} invites you to Workledger`,
    body: `Hello ${name},

${inviter} on Workledger, where the firm keeps its time, jobs and invoices. Begin here:

${link}

The link works once, until ${until}. If you did not expect it, you need not do anything.
`,
  };
}

function emailChange(name: string, link: string): Written {
  return {
    subject: 'Confirm your new e-mail address',
    body: `Hello ${name},

you want to sign in to Workledger with this address from now on. Confirm it here within a day:

${link}

The link works once. If it was not you, somebody mistyped their address and you need not do anything.
`,
  };
}

function notice(matter: Exclude<AccountMatter, { kind: 'invitation' | 'emailChange' }>): Written {
  const told = {
    emailChanged: () => ({
      subject: 'Your e-mail address has changed',
      what: `From now on you sign in to Workledger as ${(matter as Matter<'emailChanged'>).newEmail}, and no longer with this address.`,
    }),
    twoFactorReset: () => ({
      subject: 'Your second factor has been reset',
      what: `${(matter as Matter<'twoFactorReset'>).by} has taken the second factor off your sign-in to Workledger. You are signed out everywhere; your password is enough to sign in, and you can set the second factor up again in your profile.`,
    }),
    twoFactorOff: () => ({
      subject: 'Your second factor is off',
      what: 'The second factor of your sign-in to Workledger was turned off, with your password and a code.',
    }),
  }[matter.kind]();
  return {
    subject: told.subject,
    body: `Hello ${matter.name},

${told.what}

If you did not want this, tell an owner of your firm at once.
`,
  };
}
