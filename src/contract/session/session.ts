import { z } from 'zod';
import { allPermissions } from '#core/access/permissions.ts';
import { roleNames } from '#core/access/roles.ts';
import { id } from '../ids.ts';
import { shortText } from '../text.ts';

export const role = z.enum(roleNames).meta({ id: 'Role' });
export const permission = z.enum(allPermissions).meta({ id: 'Permission' });

const passwordLengthMin = 12;
const passwordLengthMax = 128;

/** A new password: long rather than complicated. */
export const newPassword = z
  .string()
  .min(passwordLengthMin)
  .max(passwordLengthMax)
  .refine((text) => text.isWellFormed(), { error: 'The password holds a character that cannot be kept.' })
  .meta({ format: 'password' });

/** A password to be checked, whatever it is. */
export const passwordGiven = z.string().min(1).max(1000).meta({ format: 'password' });

export const signInRequest = z.strictObject({ email: shortText(254), password: passwordGiven });

export const firmOfSession = z
  .object({ id, name: z.string(), role })
  .meta({ id: 'FirmOfSession', description: 'A firm that the person belongs to.' });

/** Who is signed in, and what they may do in the firm they chose. */
export const session = z
  .object({
    person: z
      .object({
        name: z.string(),
        email: z.string(),
        twoFactor: z
          .boolean()
          .meta({ description: 'Whether they sign in with a code besides the password.' }),
        operator: z.boolean().meta({ description: 'Whether they may see how the installation itself does.' }),
      })
      .nullable()
      .meta({ description: 'Null for an API key.' }),
    firms: z.array(firmOfSession),
    twoFactorNeeded: z.boolean().meta({
      description:
        'Whether the firm asks for a second factor that the person has yet to set up; nothing of it is answered before.',
    }),
    firm: z
      .object({
        id,
        name: z.string(),
        role,
        roleSentences: z.array(z.string()).meta({ description: 'What the role may do, for people.' }),
        permissions: z.array(permission),
        memberId: id.nullable(),
        staffId: id.nullable(),
        currency: z.string(),
        timeZone: z.string(),
        locale: z.string(),
        weekStartsOn: z.int(),
      })
      .nullable()
      .meta({ description: 'The chosen firm; null while there are several and none is chosen.' }),
  })
  .meta({ id: 'Session' });

export const changePasswordRequest = z.strictObject({ currentPassword: passwordGiven, newPassword });

/** The token stands in the link of the invitation, behind the #. */
export const acceptInvitationRequest = z.strictObject({
  token: z.string().min(1).max(200),
  newPassword: newPassword.optional().meta({ description: 'For somebody who has none yet.' }),
});
