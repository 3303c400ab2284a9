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
    status: z
      .enum(['invited', 'revoked', 'active', 'inactive'])
      .meta({ description: 'Revoked: invited, and the link was taken back before they came.' }),
    twoFactor: z.boolean().meta({ description: 'Whether they sign in with a code besides the password.' }),
    invitation: z
      .object({
        expiresAt: instant,
        byMail: z.boolean().meta({ description: 'Whether it goes by mail; else it was handed over.' }),
        mailedAt: instant.nullable(),
        mailProblem: z.string().nullable().meta({ description: 'Why it could not be mailed.' }),
      })
      .nullable()
      .meta({ description: 'The link that waits to be opened.' }),
    version,
  })
  .meta({ id: 'Member', description: 'A person who belongs to the firm.' });

export const members = z.object({ items: z.array(member) }).meta({ id: 'Members' });

const handOver = z.boolean().optional().meta({
  description: 'Answers the link to hand over, also where the installation could mail it.',
});

export const renewInvitationRequest = z.strictObject({ handOver }).optional();

export const inviteRequest = z.strictObject({
  name: shortText(200),
  email: emailAddress,
  role,
  staffId: id.nullable().optional(),
  writeOffLimit: amountNotNegative.nullable().optional(),
  handOver,
});

export const invitation = z
  .object({
    member,
    link: z.string().nullable().meta({
      description:
        'To be handed over. Null where it goes by mail; shown once, so null too when a repeated request is answered.',
    }),
    mailed: z.boolean().meta({ description: 'Whether the link goes by mail.' }),
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
