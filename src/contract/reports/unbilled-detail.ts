import { z } from 'zod';
import { costFigure } from '../costs.ts';
import { date } from '../dates.ts';
import { id, idList, longId } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { jobHead, jobHeadColumns } from './job-head.ts';
import { reportPosition } from './estimated-billings.ts';
import { jobFilter, reportLimit } from './parameters.ts';

export const itemKinds = ['time', 'cost', 'interim'] as const;

/** By the month of the work, counted back from the month of today. */
export const unbilledAges = ['current', 'oneMonth', 'twoMonths', 'threeMonthsPlus'] as const;
export type UnbilledAge = (typeof unbilledAges)[number];

export const unbilledDetailRow = z
  .object({
    itemId: longId,
    kind: z.enum(itemKinds),
    ...jobHead,
    currency,
    date: date.meta({ description: 'The day of the work, of the cost, or of the interim.' }),
    ageDays: z.int(),
    staffId: id.nullable(),
    staffName: z.string().nullable(),
    taskName: z.string().nullable(),
    description: z
      .string()
      .nullable()
      .meta({ description: 'The note of time, the description of a cost or an interim.' }),
    minutes: z.int().nullable().meta({ description: 'As worked.' }),
    billableMinutes: z.int().nullable(),
    quantityThousandths: z.int().nullable(),
    openQuantity: z
      .int()
      .meta({ description: 'Minutes of time or thousandths of a unit that are still open.' }),
    billable: z.boolean(),
    rate: amount.nullable().meta({ description: 'Per hour, or per unit of a cost.' }),
    recorded: amount,
    open: amount.meta({ description: 'Not yet billed or written off; below zero for an interim.' }),
    cost: costFigure(amount.nullable()),
  })
  .meta({ id: 'UnbilledDetailRow' });

export const unbilledDetailQuery = z.strictObject({
  ...jobFilter,
  jobId: id.optional(),
  jobIds: idList.optional(),
  staffId: id.optional(),
  kind: z.enum(itemKinds).optional(),
  cutOff: date.optional().meta({ description: 'Only items dated on or before this day.' }),
  age: z.enum(unbilledAges).optional().meta({
    description:
      'Only work of this month, of the month before, of two months before, or older. Interims have no age and are left out.',
  }),
  limit: reportLimit,
  cursor: cursorOf(reportPosition).optional(),
});

export const unbilledDetailTotal = z.object({
  currency,
  entries: z.int(),
  openMinutes: z.int().meta({ description: 'Billable minutes still open.' }),
  time: amount,
  costs: amount,
  interims: amount,
  open: amount,
});

export const unbilledDetailAnswer = z
  .object({
    asAt: date.meta({ description: 'The day from which age counts.' }),
    items: z.array(unbilledDetailRow),
    totals: z.array(unbilledDetailTotal),
    nextCursor: cursorOf(reportPosition).nullable(),
  })
  .meta({ id: 'UnbilledDetail' });

export type UnbilledDetailRow = z.input<typeof unbilledDetailRow>;

export const unbilledDetailColumns = columnsOf<UnbilledDetailRow>(
  ...jobHeadColumns,
  { key: 'date', label: 'Date', kind: 'date' },
  { key: 'kind', label: 'Kind', kind: 'text' },
  { key: 'staffName', label: 'Staff', kind: 'text' },
  { key: 'taskName', label: 'Task', kind: 'text' },
  { key: 'description', label: 'Description', kind: 'text' },
  { key: 'minutes', label: 'Hours worked', kind: 'minutes', summed: true },
  { key: 'billableMinutes', label: 'Billable hours', kind: 'minutes', summed: true },
  { key: 'quantityThousandths', label: 'Quantity', kind: 'thousandths' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'rate', label: 'Rate', kind: 'money' },
  { key: 'recorded', label: 'Recorded', kind: 'money', summed: true },
  { key: 'open', label: 'Open', kind: 'money', summed: true },
  { key: 'cost', label: 'Cost to the firm', kind: 'cost', permission: 'costRates.read' },
  { key: 'ageDays', label: 'Age in days', kind: 'integer' },
);
