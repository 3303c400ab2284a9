import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { pageOf, pageQuery } from '../paging.ts';

const firmKey = z.int().min(1).max(2_147_483_647);

export const firmSizesQuery = z.strictObject(pageQuery(firmKey));

export const firmSizes = pageOf(
  z
    .object({
      id,
      name: z.string(),
      isDemo: z.boolean(),
      createdAt: instant,
      people: z.int().meta({ description: 'Who may sign in to it.' }),
      jobs: z.int(),
      recentJournals: z.int().meta({ description: 'Posted in the last thirty days.' }),
      recentJournalsAtLeast: z.boolean().meta({ description: 'There are more, which were not counted.' }),
      lastPostedAt: instant.nullable(),
    })
    .meta({ id: 'FirmSize', description: 'How large a firm is, and nothing of what it does.' }),
  firmKey,
);
