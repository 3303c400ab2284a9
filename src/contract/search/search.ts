import { z } from 'zod';
import { date } from '../dates.ts';
import { id, longId } from '../ids.ts';
import { listText, wholeNumberText } from '../paging.ts';
import { shortText } from '../text.ts';

const foundKinds = [
  'client',
  'job',
  'contact',
  'quote',
  'invoice',
  'creditNote',
  'payment',
  'staff',
  'task',
] as const;

const kind = z.enum(foundKinds);

export const searchQuery = z.strictObject({
  text: shortText(100).meta({
    description: 'The beginnings of words or of a number, in any case and without regard to accents.',
  }),
  kinds: listText(kind)
    .optional()
    .meta({ description: 'Only these; all that the caller may see unless said.' }),
  limit: wholeNumberText(1, 50).default(20).meta({ description: 'How many to answer, at most 50.' }),
});

const found = z
  .object({
    kind,
    id: longId,
    title: z.string(),
    subtitle: z.string().meta({ description: 'Whose it is and of which day, as far as that can be said.' }),
    datedOn: date.nullable(),
    clientId: id.nullable(),
    jobId: id.nullable(),
  })
  .meta({ id: 'FoundRecord' });

export const searchAnswer = z.object({ items: z.array(found) });
