import { done, refuse, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { holdMail, loadMails, queueAgain, type Mail } from '#store/billing/mail.ts';
import { queueRoutines } from '#store/queue.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { unknownMail } from './read-mails.ts';
import { mayQueueMail } from './send-documents.ts';

/** Sends a message that failed once more, or one that waits for its next attempt at once. */
export async function retryMail(context: Context, id: number): Promise<Result<Mail>> {
  const permitted = mayQueueMail(context);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    if (!(await holdMail(tx, id, ['queued', 'failed']))) return whyNot(tx, id);
    await queueAgain(tx, id);
    await queueRoutines(tx, 'sendMail', [id]);
    const [mail] = await loadMails(tx, [id]);
    return done(mail!);
  });
}

async function whyNot(tx: Tx, id: number): Promise<Result<never>> {
  const [mail] = await loadMails(tx, [id]);
  if (mail === undefined) return unknownMail(id);
  const at = { field: 'id', value: id.toString() };
  if (mail.status !== 'sent') return refuse('conflict', 'The mail is being sent at this moment.', at);
  return refuse('wrongState', `The mail was sent at ${mail.sentAt}.`, {
    ...at,
    accepted: 'a mail that failed or waits',
  });
}
