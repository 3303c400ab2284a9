import { z } from 'zod';
import { wipMovements } from '#core/periods/wip-journal.ts';
import { version } from '../ids.ts';
import { longText, shortText } from '../text.ts';

const movement = z.enum(wipMovements);

export const journalAccountsContent = z
  .strictObject({
    movement,
    debit: z.strictObject({ code: longText(50), name: shortText(200) }),
    credit: z.strictObject({ code: longText(50), name: shortText(200) }),
  })
  .meta({ id: 'WipJournalAccountsContent' });

const account = z.object({ code: z.string(), name: z.string() });

export const journalAccounts = z.object({ movement, debit: account, credit: account, version }).meta({
  id: 'WipJournalAccounts',
  description:
    'Where a movement of WIP is booked. Debit and credit change places where more was taken back than made.',
});

export const allJournalAccounts = z
  .object({ items: z.array(journalAccounts) })
  .meta({ id: 'AllWipJournalAccounts' });
