// What the routine sendMail does with one message. A mail server and a database cannot agree in one step, so the order
// matters:
//
// 1. The PDF is drawn up first, outside of any lock: it may take a while.
// 2. One transaction holds the row of the message while the message goes out, and notes what became of it. Whoever else
//    tries meanwhile skips the row; if this process dies, PostgreSQL gives the row back and the next attempt finds the
//    message queued.
// 3. That it was sent is committed before anything else is touched; only then is the document marked, and that is done
//    again until it works.
//
// Between the server's "taken" and our commit lies a moment that nothing can close: who is killed right there sends the
// message a second time. It then has the same Message-ID, made of what never changes about it, and receivers drop
// doubles by that.

import { createHash } from 'node:crypto';
import type { MailedDocument } from '#core/billing/mail-text.ts';
import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { Refused, Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import {
  allowSilence,
  holdMail,
  keepAttempt,
  loadMails,
  noteDocumentSent,
  type Mail,
} from '#store/billing/mail.ts';
import { readSendables, readSender, type Sender } from '#store/billing/sendable.ts';
import type { Context } from '../context.ts';
import { isMailAddress } from './addresses.ts';
import { documentIdOf } from './read-mails.ts';
import { unsendable } from './sendable.ts';
import type { MailMessage, MailOutcome, MailTransport } from './transport.ts';

/** Draws up what is attached. */
export type DrawUp = (
  context: Context,
  wanted: { readonly document: MailedDocument; readonly id: number; readonly on?: CivilDate | undefined },
) => Promise<Result<{ readonly fileName: string; readonly content: Uint8Array }>>;

export type MailOffice = Pick<Context, 'database' | 'clock'> & {
  readonly transport: MailTransport;
  readonly drawUp: DrawUp;
};

export type Delivery =
  /** Nothing is left to be done, whether it was sent, failed for good or is gone. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'again'; readonly reason: string; readonly cause?: unknown };

const settled: Delivery = { kind: 'settled' };

export async function deliverMail(
  office: MailOffice,
  subject: { readonly firmId: number; readonly id: number },
  attempt: { readonly isLast: boolean },
): Promise<Delivery> {
  const inFirm = <T>(work: (tx: Tx) => Promise<T>) => office.database.inFirm(subject.firmId, work);
  const found = await inFirm((tx) => load(tx, subject.id));
  if (found === undefined || found.mail.status === 'failed') return settled;
  if (found.mail.status === 'queued') {
    const prepared = await prepare(office, subject.firmId, found);
    const outcome = await inFirm((tx) => sendHeld(office, tx, { found, prepared, attempt }));
    if (outcome.kind === 'elsewhere') return { kind: 'again', reason: 'Another worker has it in hand.' };
    if (outcome.kind === 'refused') {
      const { reason, isFinal, cause } = outcome;
      return isFinal || attempt.isLast ? settled : { kind: 'again', reason, cause };
    }
  }
  await inFirm((tx) => noteDocumentSent(tx, subject.id));
  return settled;
}

type Found = { readonly mail: Mail; readonly sender: Sender; readonly obstacle: Refused | undefined };

async function load(tx: Tx, id: number): Promise<Found | undefined> {
  const [[mail], sender] = await Promise.all([loadMails(tx, [id]), readSender(tx)]);
  if (mail === undefined) return undefined;
  const [sendable] = (await readSendables(tx, mail.document, [documentIdOf(mail)])).values();
  return { mail, sender, obstacle: sendable && unsendable(mail.document, sendable) };
}

type Prepared = MailMessage | Extract<MailOutcome, { kind: 'refused' }>;

/** The message as it will go out; or why it cannot, as when its document was cancelled since. */
async function prepare(office: MailOffice, firmId: number, found: Found): Promise<Prepared> {
  const { mail, sender, obstacle } = found;
  if (obstacle !== undefined) return failing(obstacle);
  const drawn = await drawUp(office, firmId, mail);
  if ('kind' in drawn) return drawn;
  if (!drawn.ok) return failing(drawn);
  return {
    messageKey: messageKeyOf(firmId, mail),
    writtenAt: mail.createdAt,
    fromName: sender.firmName,
    replyTo: sender.email !== null && isMailAddress(sender.email) ? sender.email : null,
    to: mail.recipients,
    cc: mail.copies,
    subject: mail.subject,
    body: mail.body,
    attachments: [{ ...drawn.value, mediaType: 'application/pdf' }],
  };
}

/** A defect in drawing up is noted on the message like any other reason, and may be gone at the next attempt. */
async function drawUp(office: MailOffice, firmId: number, mail: Mail) {
  try {
    return await office.drawUp(contextFor(office, firmId, mail), {
      document: mail.document,
      id: documentIdOf(mail),
      on: mail.statementOn ?? undefined,
    });
  } catch (cause) {
    const reason = 'The document could not be drawn up.';
    return { kind: 'refused', reason, isFinal: false, cause } as const;
  }
}

function failing({ refusals }: Refused): Prepared {
  return { kind: 'refused', reason: refusals.map(({ detail }) => detail).join(' '), isFinal: true };
}

/** The routine acts for whoever asked for the message, who had the permission then. */
function contextFor(office: MailOffice, firmId: number, mail: Mail): Context {
  return {
    database: office.database,
    clock: office.clock,
    principal: {
      firmId,
      actorId: mail.actorId,
      memberId: null,
      staffId: null,
      role: 'owner',
      scopes: null,
      writeOffLimitMinor: null,
      seesCosts: false,
    },
  };
}

/** Two installations may number their firms and messages alike; they do not write them at the same moment. */
function messageKeyOf(firmId: number, { id, createdAt }: Mail): string {
  const hash = createHash('sha256').update(`${firmId} ${id} ${createdAt}`).digest('hex');
  return `workledger.${firmId}.${id}.${hash.slice(0, 24)}`;
}

async function sendHeld(
  office: MailOffice,
  tx: Tx,
  work: {
    readonly found: Found;
    readonly prepared: Prepared;
    readonly attempt: { readonly isLast: boolean };
  },
): Promise<MailOutcome | { readonly kind: 'elsewhere' }> {
  const { mail } = work.found;
  await allowSilence(tx);
  if (!(await holdMail(tx, mail.id, ['queued']))) return { kind: 'elsewhere' };
  const outcome = 'kind' in work.prepared ? work.prepared : await office.transport.send(work.prepared);
  const taken = outcome.kind === 'taken';
  const isOver = taken || outcome.isFinal || work.attempt.isLast;
  await keepAttempt(tx, mail.id, {
    status: taken ? 'sent' : isOver ? 'failed' : 'queued',
    lastError: taken ? outcome.remark : outcome.reason,
    messageId: taken ? outcome.messageId : null,
    keptAs: taken ? outcome.keptAs : null,
    sentAt: taken ? office.clock() : null,
  });
  return outcome;
}
