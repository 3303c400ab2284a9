import { z } from 'zod';
import { instant } from '../dates.ts';
import { passwordGiven } from '../session/session.ts';
import { emailAddress, shortText } from '../text.ts';

/** What an authenticator app shows at this moment. */
const appCode = z
  .string()
  .max(20)
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().refine((text) => /^\d{6}$/.test(text), { error: 'A code has six digits.' }))
  .meta({ description: 'Six digits from the authenticator app.', examples: ['123456'] });

const recoveryCode = z.string().trim().min(1).max(40).meta({
  description: 'One of the ten that were shown when the second factor was set up; each works once.',
});

/** The one or the other. */
function oneCode(given: { code?: string | undefined; recoveryCode?: string | undefined }): boolean {
  return (given.code === undefined) !== (given.recoveryCode === undefined);
}
const oneCodeOnly = { error: 'A code or a recovery code, not both.', path: ['code'] };

export const signInCodeRequest = z
  .strictObject({
    code: appCode.optional(),
    recoveryCode: recoveryCode.optional(),
    trustDevice: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether this browser is asked for no code for 30 days.' }),
  })
  .refine(oneCode, oneCodeOnly);

export const account = z
  .object({
    name: z.string(),
    email: z.string(),
    newEmail: z
      .object({ email: z.string(), expiresAt: instant })
      .nullable()
      .meta({ description: 'The address that gets its turn once the link that was mailed there is opened.' }),
    twoFactor: z.boolean().meta({ description: 'Whether signing in needs a code besides the password.' }),
  })
  .meta({ id: 'Account', description: 'What is a person’s own, in all their firms.' });

export const changeAccountRequest = z.strictObject({ name: shortText(200) });

export const changeEmailRequest = z.strictObject({ newEmail: emailAddress, password: passwordGiven });

export const emailChangeBegun = z
  .object({
    changed: z.boolean().meta({
      description: 'False where a link was mailed to the new address, which has to be opened first.',
    }),
  })
  .meta({ id: 'EmailChangeBegun' });

export const confirmEmailRequest = z.strictObject({
  token: z.string().min(1).max(200).meta({ description: 'What follows # in the link.' }),
});

export const ownPassword = z.strictObject({ password: passwordGiven });

export const twoFactorSecrets = z
  .object({
    uri: z.string().meta({ description: 'For the QR code that an authenticator app reads.' }),
    secret: z.string().meta({ description: 'The same, to be typed into the app.' }),
    recoveryCodes: z
      .array(z.string())
      .meta({ description: 'Shown once. Each signs in once without the app.' }),
  })
  .meta({ id: 'TwoFactorSecrets' });

export const twoFactorConfirmation = z.strictObject({ code: appCode });

export const twoFactorRemoval = z
  .strictObject({
    password: passwordGiven,
    code: appCode.optional(),
    recoveryCode: recoveryCode.optional(),
  })
  .refine(oneCode, oneCodeOnly);

export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });

const sessionId = z.string().min(1).max(64);

export const ownSession = z
  .object({
    id: sessionId,
    openedAt: instant,
    usedAt: instant.meta({ description: 'To the hour.' }),
    address: z.string().nullable(),
    userAgent: z.string().nullable().meta({ description: 'What the browser says it is.' }),
    current: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
  })
  .meta({ id: 'OwnSession', description: 'Somewhere one is signed in.' });

export const ownSessions = z.object({ items: z.array(ownSession) }).meta({ id: 'OwnSessions' });

export const ownSessionParams = z.object({ id: sessionId });

export const sessionsEnded = z.object({ ended: z.int() }).meta({ id: 'SessionsEnded' });
