import { requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Refused, type Result } from '#core/refusal.ts';
import { listMails as listStored, loadMails, type Mail, type MailFilter } from '#store/billing/mail.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type { Mail } from '#store/billing/mail.ts';

/** What a mail is about; of a statement, the client. */
export function documentIdOf(mail: Mail): number {
  const id = mail.invoiceId ?? mail.quoteId ?? mail.clientId;
  if (id === null) throw new Error(`mail ${mail.id} is about nothing`);
  return id;
}

/** Newest first. */
export async function listMails(
  context: Context,
  wanted: MailFilter & { readonly beforeId: number | null; readonly limit: number },
): Promise<Result<Mail[]>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, wanted, wanted)));
}

export async function readMail(context: Context, id: number): Promise<Result<Mail>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const [mail] = await read(context, (tx) => loadMails(tx, [id]));
  return mail === undefined ? unknownMail(id) : done(mail);
}

export function unknownMail(id: number): Refused {
  return refuse('notFound', `This firm has no mail with the id ${id}.`, {
    field: 'id',
    value: id.toString(),
    accepted: 'the id of a mail of this firm',
  });
}
