// Bringing a firm's data in: what was read, what is wrong with it, what it will do, and how it tied out.

import { z } from 'zod';
import { jobStateTypes } from '#core/practice/job-states.ts';
import { date, instant, timeZone } from '../dates.ts';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';
import { cursorOf, flagText, limit, pageOf, pageQuery } from '../paging.ts';
import { shortText } from '../text.ts';

export const importState = z.enum(['reading', 'checked', 'applying', 'applied']).meta({
  id: 'ImportState',
  description: 'An import that is applying and has stopped goes on when it is applied again.',
});

const sourceName = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/)
  .meta({ description: 'The system the files come from, where it is to have a name of its own.' });

/** How the files are read, where they leave it open. */
export const importReadings = {
  dateOrder: z.enum(['dayMonthYear', 'monthDayYear']).optional(),
  decimalSeparator: z.enum(['.', ',']).optional(),
  timeZone: timeZone.optional().meta({ description: 'Whose day an instant in UTC falls on.' }),
  genericRateUnit: z.enum(['cents', 'units']).optional(),
  source: sourceName.optional(),
};

const stateWishes = z
  .string()
  .max(4000)
  .transform((text, context) => {
    const wishes = text.split(',').map((wish) => wish.split(':'));
    const isSound = wishes.every(
      ([name, type]) => name && (jobStateTypes as readonly string[]).includes(type ?? ''),
    );
    if (isSound) return Object.fromEntries(wishes) as Record<string, (typeof jobStateTypes)[number]>;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'States are given as name:type, separated by commas.',
      params: { accepted: `such as Quoting:planned; types are ${jobStateTypes.join(', ')}` },
    });
    return z.NEVER;
  })
  .meta({ description: 'What job states of the source mean: name:type, separated by commas.' });

export const readImportQuery = z.strictObject({ ...importReadings, states: stateWishes.optional() });

export const importCounts = z.record(z.string(), z.record(z.string(), z.int())).meta({
  id: 'ImportCounts',
  description:
    'By kind of record. Before it is applied: read, create, match, changed, known, refused, leftOut. After: created, matched, changed, unchanged.',
});

export const importedFile = z.object({
  file: z.string(),
  sizeBytes: z.int(),
  digest: z.string(),
  source: z.string(),
  format: z.string().nullable(),
  layout: z.string().nullable(),
  dateOrder: z.string().nullable(),
  decimalSeparator: z.string().nullable(),
  currency: z.string().nullable(),
  rowCount: z.int().nullable(),
});

export const importAssumption = z.object({
  file: z.string(),
  code: z.string(),
  message: z.string(),
  field: z.string().optional(),
  line: z.int().optional(),
  chosen: z.string().optional(),
  alternatives: z.array(z.string()).readonly().optional(),
  mustConfirm: z.boolean().meta({ description: 'Nothing is applied until somebody has confirmed it.' }),
});

export const importBatch = z
  .object({
    id,
    state: importState,
    sources: z.array(z.string()),
    fileCount: z.int(),
    counts: importCounts,
    refused: z.int().meta({ description: 'Records, and whole files, that cannot be imported as they are.' }),
    skipsRefused: z.boolean(),
    stage: z.string().nullable(),
    by: z.string(),
    createdAt: instant,
    checkedAt: instant.nullable(),
    appliedAt: instant.nullable(),
  })
  .meta({ id: 'Import' });

export const importPreview = z
  .object({
    import: importBatch,
    files: z.array(importedFile),
    assumptions: z.array(importAssumption),
    totals: z.array(
      z.object({
        kind: z.string(),
        currency: z.string().nullable(),
        records: z.int(),
        minutes: z.int().nullable(),
        amount: amount.nullable(),
      }),
    ),
    states: z.array(
      z.object({ name: z.string(), type: z.string(), how: z.enum(['firm', 'asked', 'assumed']) }),
    ),
    madeUp: z.array(z.object({ what: z.string(), records: z.int() })),
    samples: z.array(z.object({ kind: z.string(), file: z.string(), line: z.int(), text: z.string() })),
    problems: z.array(z.object({ severity: z.string(), code: z.string(), count: z.int() })),
  })
  .meta({ id: 'ImportPreview' });

export const problemSeverity = z
  .enum(['refused', 'leftOut', 'difference', 'note'])
  .meta({ id: 'ImportProblemSeverity' });

export const importProblem = z
  .object({
    id,
    severity: problemSeverity,
    stage: z.enum(['read', 'check', 'apply']),
    code: z.string(),
    detail: z.string(),
    file: z.string().nullable(),
    line: z.int().nullable(),
    path: z.string().nullable(),
    field: z.string().nullable(),
    value: z.string().nullable(),
    accepted: z.string().nullable(),
    jobId: id.nullable(),
  })
  .meta({ id: 'ImportProblem' });

const position = z.tuple([z.int().min(1).max(2_147_483_647)]);

export const importsQuery = z.strictObject(pageQuery(position));
export const importsPage = pageOf(importBatch, position);
export const importProblemsQuery = z.strictObject({
  severity: problemSeverity.optional(),
  ...pageQuery(position),
});
export const importProblemsPage = pageOf(importProblem, position);

export const applyImportBody = z.strictObject({
  skipRefused: z.boolean().default(false).meta({ description: 'Import the rest where records are refused.' }),
  confirm: z
    .boolean()
    .default(false)
    .meta({ description: 'Somebody has seen the assumptions that must be confirmed.' }),
  adjust: z
    .boolean()
    .default(false)
    .meta({ description: 'Bring jobs to the figure of the source by opening adjustments.' }),
  adjustOn: date
    .optional()
    .meta({ description: 'The day of the opening adjustments; unless said, today in the firm.' }),
});

export const tieOutFigure = z.enum(['estimatedBillings', 'unbilledWip']).meta({ id: 'TieOutFigure' });

export const tieOutJob = z
  .object({
    jobId: id,
    jobNumber: z.string(),
    jobName: z.string(),
    clientName: z.string(),
    figure: tieOutFigure,
    currency,
    source: amount,
    netWip: amount,
    uninvoicedQuote: amount,
    difference: amount.meta({ description: 'Source less ours, before any opening adjustment.' }),
    reasons: z.array(z.object({ code: z.string(), detail: z.string() })).readonly(),
    wipActionId: id.nullable().meta({ description: 'The opening adjustment that settled it.' }),
  })
  .meta({ id: 'TieOutJob' });

const tieOutKey = z.tuple([z.string().max(100), z.int().min(1).max(2_147_483_647), tieOutFigure]);

export const tieOutQuery = z.strictObject({
  onlyDifferences: flagText.default(false),
  limit,
  cursor: cursorOf(tieOutKey).optional(),
});

export const tieOutReport = z
  .object({
    items: z.array(tieOutJob),
    nextCursor: cursorOf(tieOutKey).nullable(),
    totals: z.array(
      z.object({
        figure: tieOutFigure,
        currency,
        jobs: z.int(),
        differing: z.int(),
        adjusted: z.int(),
        source: amount,
        netWip: amount,
        difference: amount,
      }),
    ),
  })
  .meta({ id: 'TieOutReport' });

export const unmatchedInvoice = z
  .object({
    invoiceId: id,
    number: z.string().nullable(),
    clientName: z.string().nullable(),
    invoicedOn: date,
    currency,
    total: amount,
    reference: z.string().nullable(),
    why: z.string(),
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    jobId: id.nullable(),
    jobNumber: z.string().nullable(),
  })
  .meta({ id: 'UnmatchedInvoice' });

export const unmatchedInvoicesQuery = z.strictObject({
  waiting: flagText.default(true),
  ...pageQuery(position),
});
export const unmatchedInvoicesPage = pageOf(unmatchedInvoice, position);

export const assignInvoiceBody = z.strictObject({
  jobId: id
    .nullable()
    .meta({ description: 'The job it raises an interim on; null sets it aside without effect.' }),
  note: shortText(2000).nullable().optional(),
});
