// How somebody wants to work, and the views of lists that they keep.

import { z } from 'zod';
import { id, version } from '../ids.ts';
import { listPage, listQuery } from '../practice.ts';
import { longText, shortText } from '../text.ts';

/** A place in the browser app; never another site. */
const startPage = z
  .string()
  .max(200)
  .regex(/^\/(?!\/)[\x21-\x7e]*$/, { error: 'An address within the app, such as /timesheet.' })
  .meta({ examples: ['/timesheet'] });

const fields = {
  durationFormat: z.enum(['decimal', 'clock']).meta({ description: 'An hour and a half as 1.5 or as 1:30.' }),
  density: z.enum(['comfortable', 'compact']),
  theme: z.enum(['system', 'light', 'dark']),
  weeklyTargetMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .nullable()
    .meta({ description: "What one wants to record in a week; null: by one's working week." }),
  startPage: startPage.nullable().meta({ description: 'Where one begins; null: as befits the role.' }),
  dismissedHints: z
    .array(shortText(60))
    .max(300)
    .meta({ description: 'Hints that need not be shown again, by names of the app.' }),
};

export const preferences = z.object(fields).meta({ id: 'Preferences' });
export const preferencesToKeep = z.strictObject(fields).meta({ id: 'PreferencesToKeep' });

const list = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z-]*$/, { error: 'The name of a list, such as jobs.' })
  .meta({ examples: ['jobs'], description: 'Which list it is a view of, as the app calls it.' });

const filtersMax = 50;

const filters = z
  .record(shortText(60), longText(1000))
  .refine((given) => Object.keys(given).length <= filtersMax, {
    error: `A view has at most ${filtersMax} filters.`,
    params: { accepted: `at most ${filtersMax} names` },
  })
  .meta({
    description: 'What the list is asked for, as parameters of its address.',
    examples: [{ sign: 'positive' }],
  });

const viewFields = {
  name: shortText(100),
  filters,
  shared: z
    .boolean()
    .optional()
    .meta({ description: 'Whether everybody in the firm has it too; unless said, no.' }),
};

export const newSavedView = z.strictObject({ list, ...viewFields }).meta({ id: 'NewSavedView' });
export const savedViewChange = z.strictObject(viewFields).partial().meta({ id: 'SavedViewChange' });

export const savedView = z
  .object({
    id,
    version,
    list: z.string(),
    name: z.string(),
    filters: z.record(z.string(), z.string()),
    shared: z.boolean(),
    ownerName: z.string(),
    isOwn: z.boolean(),
  })
  .meta({ id: 'SavedView' });

export const savedViewsQuery = z.strictObject({ list: list.optional(), ...listQuery });
export const savedViewsPage = listPage(savedView);
