import { z } from 'zod';
import { date } from '../dates.ts';
import { id, longId } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf } from '../paging.ts';
import { columnsOf } from './columns.ts';
import { jobHead, jobHeadColumns } from './job-head.ts';
import { reportPosition } from './estimated-billings.ts';
import { daysOrMonths, jobFilter, knownAt, links, reportLimit } from './parameters.ts';
import { groupOfRow, groupOfRowColumns } from './realisation.ts';

export const writeOffGroupings = [
  'none',
  'client',
  'job',
  'manager',
  'partner',
  'category',
  'staff',
  'task',
  'reason',
  'source',
  'author',
  'month',
] as const;

export const writeOffSource = z
  .enum(['invoice', 'creditNote', 'writeOff', 'writeOn', 'washUp', 'openingAdjustment', 'other'])
  .meta({ description: 'A document, or what was done to WIP without one.' });

const figures = {
  writtenOff: amount.meta({ description: 'What was taken back counts against it.' }),
  writtenOn: amount,
  net: amount.meta({ description: 'Written off − written on.' }),
};

const filter = {
  ...daysOrMonths,
  knownAt,
  ...jobFilter,
  jobId: id.optional(),
  staffId: id.optional(),
  taskId: id.optional(),
  reasonId: id.optional(),
  authorId: id.optional(),
  source: writeOffSource.optional(),
};

const head = { from: date, to: date, knownAt: z.string().nullable() };
const entries = z.int().meta({ description: 'How many entries were touched.' });
const totals = z
  .array(z.object({ currency, entries, ...figures }))
  .meta({ description: 'Over everything the filter finds, per currency; with the first page.' });

export const writeOffsRow = z
  .object({ ...groupOfRow, entries, ...figures, links })
  .meta({ id: 'WriteOffsRow' });

export const writeOffsQuery = z.strictObject({
  ...filter,
  groupBy: z.enum(writeOffGroupings).default('reason'),
});

export const writeOffsAnswer = z
  .object({ ...head, items: z.array(writeOffsRow), totals })
  .meta({ id: 'WriteOffs' });

export type WriteOffsRow = z.input<typeof writeOffsRow>;

export const writeOffsColumns = columnsOf<WriteOffsRow>(
  ...groupOfRowColumns,
  { key: 'entries', label: 'Entries', kind: 'integer' },
  { key: 'writtenOff', label: 'Written off', kind: 'money', summed: true },
  { key: 'writtenOn', label: 'Written on', kind: 'money', summed: true },
  { key: 'net', label: 'Net', kind: 'money', summed: true },
);

export const writeOffLine = z
  .object({
    journalId: longId,
    lineNumber: z.int(),
    effectiveOn: date,
    ...jobHead,
    currency,
    itemId: longId.nullable().meta({ description: 'The entry; null for an amount that was on none.' }),
    workedOn: date,
    staffId: id.nullable(),
    staffName: z.string().nullable(),
    taskId: id.nullable(),
    taskName: z.string().nullable(),
    ...figures,
    source: writeOffSource,
    documentId: id.nullable().meta({ description: 'The invoice, credit note or WIP action.' }),
    documentNumber: z.string().nullable(),
    reasonId: id.nullable(),
    reason: z.string().nullable(),
    note: z.string().nullable(),
    authorId: id,
    author: z.string(),
    reverses: longId.nullable().meta({ description: 'The journal that this one took back.' }),
    links,
  })
  .meta({ id: 'WriteOffLine' });

export const writeOffLinesQuery = z.strictObject({
  ...filter,
  limit: reportLimit,
  cursor: cursorOf(reportPosition).optional(),
});

export const writeOffLinesAnswer = z
  .object({
    ...head,
    items: z.array(writeOffLine),
    totals,
    nextCursor: cursorOf(reportPosition).nullable(),
  })
  .meta({ id: 'WriteOffLines' });

export type WriteOffLine = z.input<typeof writeOffLine>;

export const writeOffLinesColumns = columnsOf<WriteOffLine>(
  { key: 'effectiveOn', label: 'Date', kind: 'date' },
  ...jobHeadColumns,
  { key: 'staffName', label: 'Staff', kind: 'text' },
  { key: 'taskName', label: 'Task', kind: 'text' },
  { key: 'workedOn', label: 'Worked on', kind: 'date' },
  { key: 'currency', label: 'Currency', kind: 'text' },
  { key: 'writtenOff', label: 'Written off', kind: 'money', summed: true },
  { key: 'writtenOn', label: 'Written on', kind: 'money', summed: true },
  { key: 'net', label: 'Net', kind: 'money', summed: true },
  { key: 'source', label: 'Source', kind: 'text' },
  { key: 'documentNumber', label: 'Document', kind: 'text' },
  { key: 'reason', label: 'Reason', kind: 'text' },
  { key: 'note', label: 'Note', kind: 'text' },
  { key: 'author', label: 'By', kind: 'text' },
);
