import { z } from 'zod';
import { amount, amountNotNegative, currency } from '../money.ts';
import { date, timeZone } from '../dates.ts';
import { id, version } from '../ids.ts';
import { newPassword } from '../session/session.ts';
import { emailAddress, longText, shortText } from '../text.ts';

export const firmName = shortText(200);

export const locale = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'A language tag, such as en-NZ.' })
  .meta({ description: 'How people write numbers and dates.', examples: ['en-NZ'] });

const settings = {
  name: firmName,
  timeZone,
  locale,
  weekStartsOn: z.int().min(1).max(7).meta({ description: '1 is Monday, 7 is Sunday.' }),
  roundingIncrementMinutes: z.union([z.literal(1), z.literal(6), z.literal(15), z.literal(30)]),
  roundingDirection: z.enum(['up', 'nearest', 'down']),
  dailyMinutesMax: z.int().min(1).max(10_080).meta({ description: 'For one person on one day.' }),
  dailyMinutesAction: z
    .enum(['warn', 'refuse'])
    .meta({ description: 'What more than dailyMinutesMax is answered with.' }),
  futureDaysMax: z.int().min(0).max(366).meta({ description: 'How many days ahead time may be dated.' }),
  workingMinutesPerDay: z
    .int()
    .min(0)
    .max(1440)
    .meta({ description: 'From Monday to Friday, for whoever has no working week of their own.' }),
  weeksAreSubmitted: z.boolean().meta({
    description:
      'Whether people are expected to say that a week is done; the checklist of a period counts the weeks that are not.',
  }),
  requiresTwoFactor: z.boolean().meta({
    description: 'Whether whoever signs in to the firm needs a second factor. API keys are not concerned.',
  }),
  projectManagersSeeCosts: z
    .boolean()
    .meta({ description: 'Whether project managers see cost rates and margins.' }),
  jobNumberPrefix: longText(12).trim(),
};

/** The firm and its settings. */
export const firm = z
  .object({
    id,
    currency,
    ...settings,
    roundingIncrementMinutes: z.int(),
    projectManagerWriteOffLimit: amount
      .nullable()
      .meta({ description: 'In the currency of the firm; null for no limit.' }),
    version,
  })
  .meta({ id: 'Firm' });

export const changeFirmRequest = z
  .strictObject({ ...settings, projectManagerWriteOffLimit: amountNotNegative.nullable() })
  .partial();

export const newFirm = z.strictObject({
  name: firmName,
  currency,
  timeZone,
  locale: locale.default('en'),
});

export const foundedFirm = z.object({ firmId: id }).meta({ id: 'FoundedFirm' });

export const setUpRequest = z.strictObject({
  owner: z.strictObject({ name: shortText(200), email: emailAddress, password: newPassword }),
  firm: newFirm,
});

export const setUpState = z
  .object({
    needed: z.boolean().meta({ description: 'Whether the first owner and firm still have to be made.' }),
    demo: z.boolean().meta({ description: 'Whether there is a demo firm to sign in to.' }),
  })
  .meta({ id: 'SetUpState' });

/** Nothing may be dated on or before these days: WIP lines / anything at all. */
export const locks = z.object({ wipLockOn: date.nullable(), periodLockOn: date.nullable(), version }).meta({
  id: 'Locks',
  description: 'Nothing may be dated on or before these days: WIP lines / anything at all.',
});

export const setLocksRequest = z.strictObject({
  wipLockOn: date.nullable(),
  periodLockOn: date.nullable(),
});
