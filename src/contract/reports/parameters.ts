// What most reports can be asked: as at a day, as known at a moment, and of which jobs.

import { z } from 'zod';
import { date, instantGiven } from '../dates.ts';
import { id } from '../ids.ts';
import { amountNotNegative } from '../money.ts';
import { wholeNumberText } from '../paging.ts';
import { searchText, shortText } from '../text.ts';

/** Enough for every listed job of a large firm in one answer. */
export const reportLimitMax = 10_000;

export const reportLimit = wholeNumberText(1, reportLimitMax)
  .default(100)
  .meta({ description: `How many rows to answer, at most ${reportLimitMax}.` });

export const knownAt = instantGiven.optional().meta({
  description: 'Leave out what was recorded after this moment. A report of a past moment never changes.',
});

export const asAt = date.optional().meta({
  description: 'Leave out what is dated after this day. Without it the report is live.',
});

export const moment = { asAt, knownAt };

export const stateTypes = ['planned', 'inProgress', 'onHold', 'completed', 'cancelled'] as const;
export const stateType = z.enum(stateTypes);

/** Which jobs: everything given must hold. */
export const jobFilter = {
  clientId: id.optional(),
  managerId: id.optional(),
  partnerId: id.optional(),
  stateId: id.optional(),
  stateType: stateType.optional(),
  category: shortText(200).optional(),
  text: searchText
    .optional()
    .meta({ description: 'Part of the number or name of the job or of the name of the client.' }),
};

export const signs = ['positive', 'negative', 'zero'] as const;

export const amountFilter = {
  sign: z.enum(signs).optional().meta({ description: 'Of the net WIP.' }),
  minimum: amountNotNegative.optional().meta({
    description: "Only jobs whose net WIP is at least this far from zero, in each job's own currency.",
  }),
};

/** Two days, both included. */
export const period = { from: date, to: date, knownAt };
