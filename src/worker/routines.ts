// What workers can do: a routine per name in the queue. A routine may run more than once for the same thing and while
// another worker is at it, so each finds out first what is left to be done. One that throws is run again later.

import { runBillingChunk } from '#actions/billing-runs/run-chunk.ts';
import type { LiveHub } from '#actions/live/hub.ts';
import { deliverMail, type MailOffice } from '#actions/mail/deliver-mail.ts';
import { sendAccountMail } from '#actions/people/account-mail.ts';
import { sendPasswordReset } from '#actions/people/password-reset.ts';
import { routineNames, type RoutineName, type Subject } from '#store/queue.ts';

/** What the program that runs the worker hands to its routines. */
export type Supplies = {
  readonly database: MailOffice['database'];
  readonly clock: MailOffice['clock'];
  /** Undefined where mail is not set up. */
  readonly mail: Pick<MailOffice, 'transport' | 'drawUp'> | undefined;
  /** Where people reach the installation, for links in mail. */
  readonly baseUrl?: string | undefined;
  /** Where defects are told that stop no routine, under the reference that people are given. */
  readonly report?: ((reference: string, error: unknown) => void) | undefined;
  /** Where word of what was done is left for whoever looks at it. */
  readonly live?: LiveHub | undefined;
};

export type Attempt = { readonly isLast: boolean };

type Routine = (supplies: Supplies, subject: Subject, attempt: Attempt) => Promise<void>;

const quietly: Readonly<Record<RoutineName, Routine>> = {
  async sendMail({ database, clock, mail }, subject, attempt) {
    if (mail === undefined)
      throw new Error('Mail waits, but this worker has no SMTP_URL to send it through.');
    const delivery = await deliverMail({ database, clock, ...mail }, subject, attempt);
    if (delivery.kind === 'again') throw new Error(delivery.reason, { cause: delivery.cause });
  },

  runBillingChunk: ({ database, clock, report }, subject) =>
    runBillingChunk({ database, clock, report }, subject),

  async sendPasswordReset({ database, clock, mail, baseUrl }, { id }) {
    if (mail === undefined || baseUrl === undefined)
      throw new Error('A link waits to be mailed, but this worker has no SMTP_URL or no BASE_URL.');
    const reason = await sendPasswordReset({ database, clock, transport: mail.transport, baseUrl }, id);
    if (reason !== null) throw new Error(reason);
  },

  async sendAccountMail({ database, clock, mail, baseUrl }, { id }, attempt) {
    if (mail === undefined || baseUrl === undefined)
      throw new Error('Mail about an account waits, but this worker has no SMTP_URL or no BASE_URL.');
    const office = { database, clock, transport: mail.transport, baseUrl };
    const reason = await sendAccountMail(office, id, attempt);
    if (reason !== null) throw new Error(reason);
  },
};

/** What a routine may have changed. */
const topics: Readonly<Record<RoutineName, readonly string[]>> = {
  sendMail: ['mails', 'invoices', 'quotes'],
  runBillingChunk: ['billing-runs', 'invoices', 'wip-actions', 'wip', 'reports'],
  sendPasswordReset: [],
  sendAccountMail: ['members'],
};

/** Each routine, which leaves word when it is through, whether it got far or not. */
export const routines = Object.fromEntries(
  routineNames.map((name): [RoutineName, Routine] => [name, leavingWord(name)]),
) as Readonly<Record<RoutineName, Routine>>;

function leavingWord(name: RoutineName): Routine {
  return async (supplies, subject, attempt) => {
    try {
      await quietly[name](supplies, subject, attempt);
    } finally {
      supplies.live?.leaveWord(subject.firmId, topics[name]);
    }
  };
}
