import { z } from 'zod';

/** When invoices are due. */
export const dueTerms = z
  .union([
    z.strictObject({ rule: z.literal('daysAfter'), days: z.int().min(0).max(365) }),
    z.strictObject({ rule: z.literal('dayOfNextMonth'), days: z.int().min(1).max(31) }),
  ])
  .meta({
    id: 'DueTerms',
    description:
      'Due so many days after the date of the invoice, or on that day of the month after it; a day that the month does not have is its last.',
  });

export const dueTermsShown = z.object({ rule: z.enum(['daysAfter', 'dayOfNextMonth']), days: z.int() });
