// What workers can do: a routine per name in the queue. A routine may run more than once for the same thing and while
// another worker is at it, so each finds out first what is left to be done. One that throws is run again later.

import { runBillingChunk } from '#actions/billing-runs/run-chunk.ts';
import { deliverMail, type MailOffice } from '#actions/mail/deliver-mail.ts';
import type { RoutineName, Subject } from '#store/queue.ts';

/** What the program that runs the worker hands to its routines. */
export type Supplies = {
  readonly database: MailOffice['database'];
  readonly clock: MailOffice['clock'];
  /** Undefined where mail is not set up. */
  readonly mail: Pick<MailOffice, 'transport' | 'drawUp'> | undefined;
};

export type Attempt = { readonly isLast: boolean };

type Routine = (supplies: Supplies, subject: Subject, attempt: Attempt) => Promise<void>;

export const routines: Readonly<Record<RoutineName, Routine>> = {
  async sendMail({ database, clock, mail }, subject, attempt) {
    if (mail === undefined)
      throw new Error('Mail waits, but this worker has no SMTP_URL to send it through.');
    const delivery = await deliverMail({ database, clock, ...mail }, subject, attempt);
    if (delivery.kind === 'again') throw new Error(delivery.reason, { cause: delivery.cause });
  },

  runBillingChunk: ({ database, clock }, subject) => runBillingChunk({ database, clock }, subject),
};
