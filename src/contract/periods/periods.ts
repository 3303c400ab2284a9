import { z } from 'zod';
import { checkCodes } from '#core/periods/checklist.ts';
import { date, instant } from '../dates.ts';
import { flagText, pageOf, pageQuery, textAndId } from '../paging.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { journalFigures } from '../reports/wip-journal.ts';
import { longText, shortText } from '../text.ts';

const code = z.enum(checkCodes);

const item = z
  .object({
    code,
    title: z.string().meta({ description: 'What is counted.' }),
    state: z.enum(['ok', 'attention', 'blocking', 'atClose']).meta({
      description:
        'attention may be accepted as it is; blocking has to be put right; atClose is looked at when the period is closed.',
    }),
    count: z.int(),
    amounts: z.array(z.object({ currency, amount })),
    link: z.string().nullable().meta({ description: 'Where in this API to look.' }),
  })
  .meta({ id: 'PeriodCheck' });

const totals = z
  .array(z.object({ currency, ...journalFigures }))
  .meta({ description: 'What moved net WIP in the period, per currency.' });

const days = {
  beganOn: date.meta({
    description: 'The day after the close before; of the first one, the first day of anything.',
  }),
  endedOn: date,
};

export const checklistQuery = z.strictObject({
  end: date.meta({ description: 'The last day of the period.' }),
  recount: flagText.default(false).meta({
    description: 'Have the ledger and the documents recounted now, which needs the permission ledger.verify.',
  }),
});

export const checklist = z
  .object({
    ...days,
    closable: z.boolean().meta({
      description: 'Whether nothing stands in the way, as far as it was looked at.',
    }),
    checks: z.array(item),
    totals,
  })
  .meta({ id: 'PeriodChecklist' });

export const closePeriodRequest = z
  .strictObject({
    end: date,
    notes: longText(4000).nullable().default(null),
    acceptAttention: z.array(code).max(checkCodes.length).default([]).meta({
      description: 'Codes of the checklist that call for attention and are accepted as they are.',
    }),
  })
  .meta({ id: 'ClosePeriod' });

export const periodClose = z
  .object({
    id,
    ...days,
    notes: z.string().nullable(),
    acceptedAttention: z.array(code),
    checks: z.array(item).meta({ description: 'The checklist as it was when the period was closed.' }),
    totals,
    closedBy: z.string(),
    closedAt: instant,
    reopening: z
      .object({ reason: z.string(), reopenedBy: z.string(), reopenedAt: instant })
      .nullable()
      .meta({ description: 'That the close was taken back; it stays in the list.' }),
    links: z.object({ openings: z.string(), journal: z.string(), entries: z.string() }),
  })
  .meta({ id: 'PeriodClose' });

export const periodsQuery = z.strictObject(pageQuery(textAndId));
export const periodsPage = pageOf(periodClose, textAndId);

export const reopenRequest = z.strictObject({ reason: shortText(2000) }).meta({ id: 'ReopenPeriod' });
