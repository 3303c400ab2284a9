// Sending documents to clients. The action writes the messages and queues them; a routine draws up the PDF and sends it
// (deliver-mail.ts), so nobody waits for a mail server, and a message outlives whatever happens meanwhile.

import type { MailedDocument } from '#core/billing/mail-text.ts';
import { civilDate, today, type CivilDate } from '#core/calendar/civil-date.ts';
import { daysInWords } from '#core/documents/figures.ts';
import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, refuseAll, within, type Refusal, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { readOpening } from '#store/billing/client-account.ts';
import { insertMails, loadMails, type Mail, type NewMail } from '#store/billing/mail.ts';
import { loadMailTexts, type MailTextOfFirm } from '#store/billing/mail-texts.ts';
import { readSendables, readSender, type Sendable, type Sender } from '#store/billing/sendable.ts';
import { queueRoutines } from '#store/queue.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';
import { addresseesOf } from './addresses.ts';
import { subjects, unsendable } from './sendable.ts';
import { textFor } from './texts.ts';

export const mailsPerRequestMax = 200;

/** A day that nothing comes after. */
const everAfter = civilDate('9999-12-31');

export type DocumentToSend = {
  readonly document: MailedDocument;
  /** Of a statement: the client. */
  readonly id: number;
  /** Of a statement: the day it is drawn up for; today unless said. */
  readonly statementOn?: CivilDate | undefined;
  readonly to?: readonly string[] | undefined;
  readonly cc?: readonly string[] | undefined;
  readonly subject?: string | undefined;
  readonly body?: string | undefined;
};

/** Sends documents, all or none: each is written as a message of its own and waits in the queue. */
export async function sendDocuments(
  context: Context,
  commands: readonly DocumentToSend[],
): Promise<Result<Mail[]>> {
  const permitted = mayQueueMail(context);
  if (!permitted.ok) return permitted;
  if (commands.length < 1 || commands.length > mailsPerRequestMax) return tooMany(commands.length);
  return write(context, async (tx) => {
    const mails = allOrNone(await writeMails(tx, context, commands));
    if (!mails.ok) return mails;
    return done(await loadMails(tx, await queueMails(tx, context, mails.value)));
  });
}

export type MailPreview = Pick<NewMail, 'recipients' | 'copies' | 'subject' | 'body'> & {
  readonly canSend: boolean;
};

/** To whom a document would go and with which words, and whether mail can leave here at all. Nothing is kept. */
export function previewMail(context: Context, command: DocumentToSend): Promise<Result<MailPreview>> {
  return read(context, async (tx) => {
    const permitted = requirePermission(context.principal, 'documents.send');
    if (!permitted.ok) return permitted;
    const [mail] = await writeMails(tx, context, [command]);
    if (!mail!.ok) return mail!;
    return done({ ...mail!.value, canSend: context.mail !== undefined });
  });
}

/** For whoever sends many in a transaction of their own: the message of each, or why there is none. */
export async function writeMails(
  tx: Tx,
  context: Context,
  commands: readonly DocumentToSend[],
): Promise<Result<NewMail>[]> {
  const known = await load(tx, commands, context.clock());
  return known.cases.map((each) => mailOf(each, known));
}

/** Answers the ids of what waits to be sent now. */
export async function queueMails(tx: Tx, context: Context, mails: readonly NewMail[]): Promise<number[]> {
  const ids = await insertMails(tx, mails, authorOf(context));
  await queueRoutines(tx, 'sendMail', ids);
  return ids;
}

/** Whether the principal may send, and there is something to send with. */
export function mayQueueMail(context: Context): Result<null> {
  const permitted = requirePermission(context.principal, 'documents.send');
  if (!permitted.ok || context.mail !== undefined) return permitted;
  return refuse('mailNotSetUp', 'This installation has no mail server to send through.', {
    accepted: 'an installation whose operator has set SMTP_URL',
  });
}

function tooMany(count: number): Result<never> {
  return refuse('batchTooLarge', 'A request sends at least one document and not too many.', {
    value: count.toString(),
    accepted: `1 to ${mailsPerRequestMax} documents`,
  });
}

/** A document to send with what is known of it; undefined where the firm has none like that. */
type Case = {
  readonly command: DocumentToSend;
  readonly on: CivilDate;
  readonly sendable: Sendable | undefined;
};

type Known = {
  readonly sender: Sender;
  readonly inWords: (on: CivilDate) => string;
  readonly texts: readonly MailTextOfFirm[];
  readonly cases: readonly Case[];
};

async function load(tx: Tx, commands: readonly DocumentToSend[], now: string): Promise<Known> {
  const kinds = [...new Set(commands.map(({ document }) => document))];
  const idsOf = (kind: MailedDocument) =>
    commands.filter(({ document }) => document === kind).map(({ id }) => id);
  const [sender, texts, ...found] = await Promise.all([
    readSender(tx),
    loadMailTexts(tx),
    ...kinds.map((kind) => readSendables(tx, kind, idsOf(kind))),
  ]);
  const cases = commands.map(async (command): Promise<Case> => {
    const { document, id } = command;
    const on = command.statementOn ?? today(now, sender.timeZone);
    const sendable = found[kinds.indexOf(document)]!.get(id);
    if (document !== 'statement' || sendable === undefined) return { command, on, sendable };
    return { command, on, sendable: { ...sendable, totalMinor: await readOwed(tx, sendable, on) } };
  });
  return { sender, inWords: daysInWords(sender.locale), texts, cases: await Promise.all(cases) };
}

/** What the statement of a client will come to. */
function readOwed(tx: Tx, { id, currency }: Sendable, on: CivilDate): Promise<bigint> {
  return readOpening(tx, { clientId: id, currency, from: everAfter, to: on });
}

function allOrNone(mails: readonly Result<NewMail>[]): Result<NewMail[]> {
  const refusals = mails.flatMap((mail, place): readonly Refusal[] =>
    mail.ok ? [] : within(`[${place}]`, mail).refusals,
  );
  if (refusals.length > 0) return refuseAll(refusals);
  return done(mails.flatMap((mail) => (mail.ok ? [mail.value] : [])));
}

function mailOf({ command, on, sendable }: Case, { sender, inWords, texts }: Known): Result<NewMail> {
  const { document, id, statementOn } = command;
  if (sendable === undefined) return unknown(document, id);
  const state = unsendable(document, sendable);
  if (state !== undefined) return state;
  if (statementOn !== undefined && document !== 'statement') return noStatement(statementOn);
  const addressees = addresseesOf(sendable, command);
  if (!addressees.ok) return addressees;
  if (command.subject !== undefined && /\p{Cc}/u.test(command.subject)) return severalLines(command.subject);
  const own = texts.find((each) => each.document === document)!;
  const text = textFor(own, { sendable, sender, inWords });
  return done({
    document,
    invoiceId: document === 'invoice' || document === 'creditNote' ? id : null,
    quoteId: document === 'quote' ? id : null,
    clientId: sendable.clientId,
    statementOn: document === 'statement' ? on : null,
    recipients: addressees.value.to,
    copies: addressees.value.cc,
    subject: command.subject ?? text.subject,
    body: command.body ?? text.body,
  });
}

function unknown(document: MailedDocument, id: number): Result<never> {
  const { code, noun, oneOf } = subjects[document];
  return refuse(code, `This firm has no ${noun} with the id ${id}.`, {
    field: 'id',
    value: id.toString(),
    accepted: `the id of ${oneOf} of this firm`,
  });
}

function noStatement(on: CivilDate): Result<never> {
  return refuse('invalidRequest', 'Only a statement is drawn up for a day.', {
    field: 'statementOn',
    value: on,
    accepted: 'nothing, or the document `statement`',
  });
}

function severalLines(subject: string): Result<never> {
  return refuse('invalidRequest', 'A subject is one line of text.', {
    field: 'subject',
    value: subject,
    accepted: 'text without line breaks and other control characters',
  });
}
