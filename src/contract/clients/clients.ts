import { z } from 'zod';
import { billingSchedules } from '#core/billing-run/schedule.ts';
import { dueTerms, dueTermsShown } from '../billing-settings/due-terms.ts';
import { date } from '../dates.ts';
import { id, version } from '../ids.ts';
import { currency } from '../money.ts';
import { flagText, oneOrMany } from '../paging.ts';
import { listPage, listQuery, oneOrItems, roundingPolicy } from '../practice.ts';
import { emailAddress, longText, shortText } from '../text.ts';

const text = (lengthMax: number) => shortText(lengthMax).nullable().optional();
const lines = longText(1000).nullable().optional();

/** Fortnights are counted from a day. */
const billingTerms = z
  .union([
    z.strictObject({
      schedule: z.enum(['none', 'monthly', 'quarterly', 'onCompletion']),
      anchorOn: date.nullable().optional(),
    }),
    z.strictObject({ schedule: z.literal('fortnightly'), anchorOn: date }),
  ])
  .meta({
    id: 'BillingTerms',
    description:
      'How often the client is billed. anchorOn is the last day of some fortnight or quarter; quarters without it are those of the calendar.',
  });

const fields = {
  name: shortText(200),
  currency: currency.optional().meta({
    description: "What the client is invoiced in; the firm's unless said. Settled once the client has jobs.",
  }),
  email: emailAddress.nullable().optional(),
  phone: text(100),
  address: lines,
  postalAddress: lines,
  website: text(300),
  exportCode: text(100).meta({ description: 'What the accounting system calls the client.' }),
  taxNumber: text(100),
  accountManagerId: id.nullable().optional(),
  jobManagerId: id.nullable().optional(),
  rounding: roundingPolicy.nullable().optional().meta({ description: "Null: the firm's policy." }),
  taxId: id.nullable().optional().meta({ description: "The tax of the client's lines; null: the firm's." }),
  taxExempt: z.boolean().optional().meta({ description: "Whether the client's lines have no tax at all." }),
  due: dueTerms
    .nullable()
    .optional()
    .meta({ description: "When its invoices are due; null: the firm's terms." }),
  billingEmail: emailAddress
    .nullable()
    .optional()
    .meta({ description: 'Where documents are sent; null: to the primary contact, or the e-mail address.' }),
  billing: billingTerms
    .nullable()
    .optional()
    .meta({ description: 'By which billing runs select its jobs; null: none.' }),
};

const newClient = z.strictObject(fields).meta({ id: 'NewClient' });

export const newClients = oneOrMany(newClient);

export const clientChange = z
  .strictObject({ ...fields, archived: z.boolean() })
  .partial()
  .meta({ id: 'ClientChange' });

export const client = z
  .object({
    id,
    version,
    name: z.string(),
    currency,
    email: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    postalAddress: z.string().nullable(),
    website: z.string().nullable(),
    exportCode: z.string().nullable(),
    taxNumber: z.string().nullable(),
    accountManagerId: id.nullable(),
    accountManagerName: z.string().nullable(),
    jobManagerId: id.nullable(),
    jobManagerName: z.string().nullable(),
    rounding: roundingPolicy.nullable(),
    taxId: id.nullable(),
    taxExempt: z.boolean(),
    due: dueTermsShown.nullable(),
    billingEmail: z.string().nullable(),
    billing: z.object({ schedule: z.enum(billingSchedules), anchorOn: date.nullable() }),
    archived: z.boolean(),
  })
  .meta({ id: 'Client' });

export const addedClients = oneOrItems(client);

export const clientsQuery = z.strictObject({
  archived: flagText.optional(),
  accountManagerId: id.optional(),
  jobManagerId: id.optional(),
  currency: currency.optional(),
  ...listQuery,
});

export const clientsPage = listPage(client);
