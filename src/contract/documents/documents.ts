// A document as it is printed, for showing it beside the work: every word and figure in its place, as on the PDF.

import { z } from 'zod';
import { date } from '../dates.ts';
import { id } from '../ids.ts';
import { currency } from '../money.ts';

const line = z.string();

const column = z.object({
  label: z.string(),
  kind: z
    .enum(['text', 'label', 'figure'])
    .meta({ description: 'A text takes what width is left, a figure is set right.' }),
});

const row = z.object({
  kind: z.enum(['line', 'heading', 'subheading', 'subtotal', 'text']).meta({
    description: 'A heading and a text have one cell over all columns; others have one for each column.',
  }),
  cells: z.array(z.string()),
  note: z.string().nullable().meta({ description: 'Below the description, smaller.' }),
});

const total = z.object({
  label: z.string(),
  text: z.string(),
  weight: z
    .enum(['plain', 'muted', 'sum', 'due'])
    .meta({ description: '`sum` is the total with tax, `due` what is to be paid.' }),
});

const note = z.object({ heading: z.string(), text: z.string() });

export const printedDocument = z
  .object({
    title: z.string(),
    number: z.string().nullable(),
    stamp: z.string().nullable().meta({ description: 'Across each page, such as DRAFT.' }),
    language: z.string(),
    pageSize: z.enum(['A4', 'LETTER']),
    accentColour: z.string(),
    templateId: id.nullable().meta({
      description: 'Of a draft, the template that it is printed with as it is now; its logo is read there.',
    }),
    lookId: id.nullable().meta({
      description: 'Of what was issued, the look that was kept then; its logo is read there.',
    }),
    hasLogo: z.boolean(),
    sender: z.object({ name: z.string(), lines: z.array(line) }),
    recipient: z.object({ heading: z.string(), name: z.string(), lines: z.array(line) }),
    facts: z.array(z.object({ label: z.string(), text: z.string() })),
    subject: z.string().nullable(),
    introduction: z.string().nullable(),
    tables: z.array(
      z.object({ heading: z.string().nullable(), columns: z.array(column), rows: z.array(row) }),
    ),
    totals: z.array(total),
    notes: z.array(note),
    signatures: z.array(z.string()),
    footer: z.string().nullable(),
  })
  .meta({ id: 'PrintedDocument', description: 'A document as it is printed.' });

export const sampleQuery = z.strictObject({
  layout: z
    .enum(['task', 'staff', 'entry', 'job', 'summary', 'progressClaim'])
    .optional()
    .meta({ description: "Unless given, the template's own." }),
});

export const statementQuery = z.strictObject({
  from: date.optional(),
  to: date.optional(),
  currency: currency.optional(),
});
