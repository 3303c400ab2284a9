import { z } from 'zod';
import { numberedDocuments, seriesValueMax } from '#core/billing/numbering.ts';
import { id, version } from '../ids.ts';
import { shortText } from '../text.ts';

const document = z.enum(numberedDocuments);

const nextValue = z
  .codec(z.int().min(1).max(Number(seriesValueMax)), z.bigint(), { decode: BigInt, encode: Number })
  .meta({ description: 'The value that the next document gets; above every value that was used.' });

const prefix = z
  .string()
  .max(20)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'A prefix holds letters, digits and signs.' })
  .meta({ description: 'Stands before the value and does not end in a digit.', examples: ['INV-'] });

const fields = {
  name: shortText(100),
  prefix,
  nextValue,
  minimumDigits: z.int().min(1).max(12).meta({ description: 'Shorter values are filled up with zeros.' }),
  isDefault: z
    .boolean()
    .meta({ description: 'Whether documents get their number here unless told otherwise.' }),
};

export const newSeries = z
  .strictObject({ document, ...fields })
  .partial({ prefix: true, nextValue: true, minimumDigits: true, isDefault: true })
  .meta({ id: 'NewNumberSeries' });

export const seriesChange = z
  .strictObject({ ...fields, archived: z.boolean() })
  .partial()
  .meta({ id: 'NumberSeriesChange' });

export const series = z
  .object({
    id,
    document,
    name: z.string(),
    prefix: z.string(),
    nextValue,
    minimumDigits: z.int(),
    nextNumber: z
      .string()
      .meta({ description: 'What the next document would be numbered.', examples: ['INV-0042'] }),
    suggestedNextValue: nextValue.nullable().meta({
      description:
        'Where the series would give numbers again that are there already, because they were imported: the lowest next value that gives none of them. Null where there is nothing to say.',
    }),
    isDefault: z.boolean(),
    archived: z.boolean(),
    version,
  })
  .meta({
    id: 'NumberSeries',
    description: 'What documents are numbered by: without gaps, and never twice.',
  });

export const seriesList = z.object({ items: z.array(series) }).meta({ id: 'NumberSeriesList' });
