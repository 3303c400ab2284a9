import { listJournalAccounts as listAll } from '#actions/periods/journal-accounts.ts';
import { allJournalAccounts } from '#contract/periods/journal-accounts.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const listJournalAccounts = route({
  method: 'GET',
  path: '/wip-journal-accounts',
  summary: 'List the accounts of the WIP journal',
  description: 'One pair for each movement: the accounts of the firm, or those that every firm starts with.',
  tag: 'Reports',
  permission: 'wip.read',
  answer: allJournalAccounts,
  async handler({ context }) {
    const listed = await listAll(context);
    return listed.ok ? done({ items: listed.value }) : listed;
  },
});
