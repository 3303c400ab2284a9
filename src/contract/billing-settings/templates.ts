import { z } from 'zod';
import { id, version } from '../ids.ts';
import { longText, shortText } from '../text.ts';

const choices = {
  pageSize: z.enum(['A4', 'LETTER']),
  layout: z
    .enum(['task', 'staff', 'entry', 'job', 'summary', 'progressClaim'])
    .meta({ description: 'How lines are grouped unless a document says otherwise.' }),
  showsQuantities: z
    .boolean()
    .meta({ description: 'Whether quantities and prices are printed beside amounts.' }),
  showsDates: z.boolean().meta({ description: 'Whether the days of the work are printed.' }),
  isDefault: z.boolean().meta({ description: 'Whether documents look like this unless told otherwise.' }),
};

const text = (lengthMax: number) => longText(lengthMax).nullable();

const fields = {
  name: shortText(100),
  ...choices,
  accentColour: z
    .string()
    .max(7)
    .regex(/^#[0-9a-f]{6}$/, { error: 'A colour is # and six hexadecimal digits.' })
    .meta({ examples: ['#1f4e5f'] }),
  introduction: text(4000).meta({ description: 'Printed above the lines.' }),
  terms: text(8000).meta({ description: 'Printed below the totals.' }),
  footer: text(1000).meta({ description: 'Printed at the foot of each page.' }),
};

export const newTemplate = z
  .strictObject(fields)
  .partial()
  .required({ name: true })
  .meta({ id: 'NewDocumentTemplate' });

export const templateChange = z
  .strictObject({ ...fields, archived: z.boolean() })
  .partial()
  .meta({ id: 'DocumentTemplateChange' });

export const template = z
  .object({
    id,
    name: z.string(),
    ...choices,
    accentColour: z.string(),
    introduction: z.string().nullable(),
    terms: z.string().nullable(),
    footer: z.string().nullable(),
    logoType: z
      .enum(['image/png', 'image/jpeg'])
      .nullable()
      .meta({ description: 'What kind of picture the logo is; null without one.' }),
    archived: z.boolean(),
    version,
  })
  .meta({ id: 'DocumentTemplate', description: 'How documents look.' });

export const templateList = z.object({ items: z.array(template) }).meta({ id: 'DocumentTemplates' });
