// Forgotten passwords. Whoever asks is told the same, whether somebody signs in with the address or not, and after the
// same time. The link goes by mail, holds for an hour, and once; with a new password every session ends.

import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Database, Queries } from '#store/database.ts';
import {
  addPasswordReset,
  countPasswordResets,
  findPasswordReset,
  forgetOldPasswordResets,
  keepResetToken,
  takeResetToken,
} from '#store/password-resets.ts';
import { queueForInstallation } from '#store/queue.ts';
import { hashPassword } from '#store/sign-in.ts';
import { findUserByEmail, setPassword } from '#store/users.ts';
import type { Clock, Context } from '../context.ts';
import type { MailTransport } from '../mail/transport.ts';
import { hashOfToken } from './invite-member.ts';

const validMinutes = 60;
const requestsMax = 3;
const requestsWithinMinutes = 15;
const keptHours = 24;
/** Longer than any answer takes, so that no answer tells by its time what was found. */
const answerAfterMs = 250;

type Office = { readonly database: Database; readonly clock: Clock };

/** Asks for a link. More than a few at a time are not sent, so that nobody is pestered. */
export async function requestPasswordReset(
  { database, clock }: Office,
  mail: Context['mail'],
  email: string,
): Promise<Result<null>> {
  if (mail === undefined) {
    return refuse(
      'mailNotSetUp',
      'This installation sends no mail. Ask whoever runs it for a new password.',
      {
        accepted: 'an installation with SMTP_URL, MAIL_FROM and BASE_URL; or workledger user reset-password',
      },
    );
  }
  const at = clock();
  const work = (tx: Queries) => request(tx, email, at);
  await Promise.all([database.asInstallation(work), pause(answerAfterMs)]);
  return done(null);
}

async function request(tx: Queries, email: string, at: string): Promise<void> {
  await forgetOldPasswordResets(tx, before(at, keptHours * 60));
  const user = await findUserByEmail(tx, email);
  if (user === undefined || !user.hasPassword) return;
  const since = before(at, requestsWithinMinutes);
  if ((await countPasswordResets(tx, { userId: user.id, since })) >= requestsMax) return;
  await queueForInstallation(tx, 'sendPasswordReset', await addPasswordReset(tx, { userId: user.id, at }));
}

export type ResetOffice = Office & {
  readonly transport: MailTransport;
  /** Where people reach the installation. */
  readonly baseUrl: string;
};

/** Mails the link; answers why it has to be tried again, if it has. Each attempt has a token of its own. */
export async function sendPasswordReset(office: ResetOffice, id: number): Promise<string | null> {
  const { database, clock, transport, baseUrl } = office;
  const now = clock();
  const token = randomBytes(32).toString('base64url');
  const expiresAt = Temporal.Instant.from(now).add({ minutes: validMinutes }).toString();
  const reset = await database.asInstallation(async (tx) => {
    const found = await findPasswordReset(tx, id);
    if (found !== undefined) await keepResetToken(tx, id, { hash: hashOfToken(token), expiresAt });
    return found;
  });
  // It was answered, or is of no use any more.
  if (reset === undefined || isBefore(reset.requestedAt, before(now, validMinutes))) return null;
  const link = `${baseUrl.replace(/\/$/, '')}/reset-password#${token}`;
  const outcome = await transport.send({
    messageKey: `password-reset-${id}-${hashOfToken(token).slice(0, 16)}`,
    writtenAt: now,
    fromName: 'Workledger',
    replyTo: null,
    to: [reset.email],
    cc: [],
    subject: 'Choose a new password',
    body: bodyFor(reset.name, link),
    attachments: [],
  });
  return outcome.kind === 'refused' && !outcome.isFinal ? outcome.reason : null;
}

function bodyFor(name: string, link: string): string {
  return `Hello ${name},

Somebody, most likely you, asked for a new password for Workledger. Choose one here within an hour:

${link}

The link works once. If it was not you, nothing has changed and you need not do anything.
`;
}

/** Sets the new password of whoever has the link, and ends their sessions. */
export async function completePasswordReset(
  { database, clock }: Office,
  given: { readonly token: string; readonly newPassword: string },
): Promise<Result<null>> {
  const passwordHash = await hashPassword(given.newPassword);
  const at = clock();
  return database.asInstallation(async (tx) => {
    const userId = await takeResetToken(tx, { hash: hashOfToken(given.token), now: at });
    if (userId === undefined) {
      return refuse(
        'signInRefused',
        'The link has been used, has expired or is mistyped. Ask for a new one.',
        {
          field: 'token',
        },
      );
    }
    await setPassword(tx, { userId, passwordHash, at });
    return done(null);
  });
}

/** A password made up for somebody by the operator, who hands it over; undefined when nobody has the address. */
export async function replacePassword(
  { database, clock }: Office,
  email: string,
): Promise<string | undefined> {
  const password = randomBytes(15).toString('base64url');
  const passwordHash = await hashPassword(password);
  return database.asInstallation(async (tx) => {
    const user = await findUserByEmail(tx, email.trim().toLowerCase());
    if (user === undefined) return undefined;
    await setPassword(tx, { userId: user.id, passwordHash, at: clock() });
    return password;
  });
}

function before(instant: string, minutes: number): string {
  return Temporal.Instant.from(instant).subtract({ minutes }).toString();
}

function isBefore(a: string, b: string): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
