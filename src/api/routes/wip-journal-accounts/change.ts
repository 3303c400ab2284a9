import { changeJournalAccounts as change } from '#actions/periods/journal-accounts.ts';
import { journalAccounts, journalAccountsContent } from '#contract/periods/journal-accounts.ts';
import { route } from '../../route.ts';

export const changeJournalAccounts = route({
  method: 'PUT',
  path: '/wip-journal-accounts',
  summary: 'Change the accounts of a movement in the WIP journal',
  description: 'If-Match names the version of the accounts of that movement.',
  tag: 'Reports',
  permission: 'billing.settings',
  body: journalAccountsContent,
  answer: journalAccounts,
  handler: ({ context, version, body }) => change(context, { ...body, version }),
});
