import { z } from 'zod';
import { historySubjectNames } from '#core/history/subjects.ts';
import { instant } from '../dates.ts';
import { id, longId } from '../ids.ts';
import { pageOf, pageQuery } from '../paging.ts';

const key = z.tuple([z.string().max(40), z.string().max(40), z.string().regex(/^\d{1,19}$/)]);

export const historyQuery = z.strictObject({
  subject: z.enum(historySubjectNames).meta({ description: 'What sort of thing it is the history of.' }),
  id: longId.optional().meta({ description: 'Which one; not for `settings`, which have one history.' }),
  ...pageQuery(key),
});

const change = z
  .object({
    field: z.string(),
    label: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  })
  .meta({ id: 'FieldChange', description: 'A field as it was and as it became, for people.' });

const event = z
  .object({
    id: z.string().meta({ description: 'Tells events of this history apart.' }),
    at: instant,
    actorId: id.nullable(),
    actorName: z.string().nullable().meta({ description: 'Who did it; null where that is not known.' }),
    action: z.string().meta({ description: 'What happened, in a word, such as `approved`.' }),
    subject: z.string().meta({ description: 'What it happened to, such as a task of the job.' }),
    subjectId: z.string().nullable(),
    sentence: z.string().meta({ description: 'What happened, in a sentence.' }),
    changes: z.array(change),
  })
  .meta({ id: 'HistoryEvent' });

export const historyPage = pageOf(event, key);
