import { listMails as listMailsAction } from '#actions/mail/read-mails.ts';
import { mailsPage, mailsQuery } from '#contract/mail/mail.ts';
import { done } from '#core/refusal.ts';
import { presentMail } from '../../presenters/mail.ts';
import { route } from '../../route.ts';

export const listMails = route({
  method: 'GET',
  path: '/mails',
  summary: 'List mail',
  description: 'What waits, what went and what failed, newest first.',
  tag: 'Mail',
  permission: 'invoices.read',
  query: mailsQuery,
  answer: mailsPage,
  async handler({ context, query: { limit, cursor, ...filter } }) {
    const listed = await listMailsAction(context, {
      ...filter,
      beforeId: cursor?.[0] ?? null,
      limit: limit + 1,
    });
    if (!listed.ok) return listed;
    const items = listed.value.slice(0, limit);
    const nextCursor: [number] | null = listed.value.length > limit ? [items.at(-1)!.id] : null;
    return done({ items: items.map(presentMail), nextCursor });
  },
});
