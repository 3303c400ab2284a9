import { z } from 'zod';
import { instant } from '../dates.ts';
import { id, version } from '../ids.ts';
import { amount, amountNotNegative } from '../money.ts';
import { role } from '../session/session.ts';
import { emailAddress, shortText } from '../text.ts';

const writeOffLimitMeaning = {
  description:
    'The most that may be written off or on in one action, in the currency of the firm; null for the limit of the role.',
};

export const member = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    role,
    staffId: id.nullable(),
    writeOffLimit: amount.nullable().meta(writeOffLimitMeaning),
    status: z.enum(['invited', 'active', 'inactive']),
    version,
  })
  .meta({ id: 'Member', description: 'A person who belongs to the firm.' });

export const members = z.object({ items: z.array(member) }).meta({ id: 'Members' });

export const inviteRequest = z.strictObject({
  name: shortText(200),
  email: emailAddress,
  role,
  staffId: id.nullable().optional(),
  writeOffLimit: amountNotNegative.nullable().optional(),
});

export const invitation = z
  .object({
    member,
    link: z
      .string()
      .nullable()
      .meta({ description: 'To be handed over. Shown once: null when a repeated request is answered.' }),
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' });

export const changeMemberRequest = z
  .strictObject({
    role,
    staffId: id.nullable(),
    writeOffLimit: amountNotNegative.nullable(),
    active: z.boolean(),
  })
  .partial();
