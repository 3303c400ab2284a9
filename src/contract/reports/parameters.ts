// What most reports can be asked: as at a day, as known at a moment, and of which jobs.

import { z } from 'zod';
import { lastDayOfMonth, parseCivilDate, type CivilDate } from '#core/calendar/civil-date.ts';
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

/** The first or the last day of a period: a day, or a month that stands for its own first or last. */
function endOfPeriod(end: 'first' | 'last') {
  return z
    .codec(
      z
        .string()
        .max(40)
        .meta({ examples: ['2026-03'] }),
      z.custom<CivilDate>(),
      {
        decode(text, context) {
          const isMonth = /^\d{4}-\d{2}$/.test(text);
          const parsed = parseCivilDate(isMonth ? `${text}-01` : text);
          if (parsed.ok) return isMonth && end === 'last' ? lastDayOfMonth(parsed.value) : parsed.value;
          context.issues.push({
            code: 'custom',
            input: text,
            message: 'This is neither a day nor a month.',
            params: { code: 'invalidDate', accepted: 'YYYY-MM-DD or YYYY-MM, such as 2026-03-31 or 2026-03' },
          });
          return z.NEVER;
        },
        encode: (day) => day,
      },
    )
    .meta({ description: `The ${end} day, or the month whose ${end} day it is.` });
}

/** Two days or months, both included. */
export const daysOrMonths = { from: endOfPeriod('first'), to: endOfPeriod('last') };

/** Addresses of this API that show what the figures of a row are made of, by what they lead to. */
export const links = z.record(z.string(), z.string()).meta({
  description: 'Addresses of what the row is made of: finer rows, lines, documents.',
});

/** A percentage or a number of days. */
export const ratio = z.string().nullable().meta({
  description: 'A decimal number as text, rounded half up; null where there is nothing to divide by.',
});
