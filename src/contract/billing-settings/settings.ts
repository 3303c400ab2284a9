import { z } from 'zod';
import { id, version } from '../ids.ts';
import { emailAddress, longText, shortText } from '../text.ts';
import { dueTerms, dueTermsShown } from './due-terms.ts';

const line = (lengthMax: number) => shortText(lengthMax).nullable();

const taxRules = {
  taxMode: z.enum(['exclusive', 'inclusive', 'none']).meta({
    description: 'Whether amounts are typed and printed without tax, with it, or no tax is charged at all.',
  }),
  taxRounding: z
    .enum(['line', 'total'])
    .meta({ description: 'Whether tax is rounded on each line, or once on the total of the document.' }),
  taxHalf: z.enum(['up', 'down']).meta({
    description: 'Half a minor unit of tax goes up, as in Australia, or is dropped, as in New Zealand.',
  }),
};

export const billingSettingsChange = z
  .strictObject({
    legalName: line(200).meta({ description: 'As printed; null: the name of the firm.' }),
    taxNumber: line(100),
    address: longText(1000).nullable(),
    email: emailAddress.nullable(),
    phone: line(100),
    website: line(300),
    paymentDetails: longText(2000).nullable().meta({ description: 'How the firm is paid, as printed.' }),
    ...taxRules,
    defaultTaxId: id.nullable().meta({ description: 'The tax of lines whose client has none of its own.' }),
    due: dueTerms,
    quoteValidDays: z.int().min(1).max(365),
  })
  .partial()
  .meta({ id: 'BillingSettingsChange' });

export const billingSettings = z
  .object({
    legalName: z.string().nullable(),
    taxNumber: z.string().nullable(),
    address: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    paymentDetails: z.string().nullable(),
    ...taxRules,
    defaultTaxId: id.nullable(),
    due: dueTermsShown,
    quoteValidDays: z.int(),
    version,
  })
  .meta({ id: 'BillingSettings', description: 'What the billing of a firm goes by.' });
