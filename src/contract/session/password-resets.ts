import { z } from 'zod';
import { emailAddress } from '../text.ts';
import { newPassword } from './session.ts';

export const passwordResetRequest = z.strictObject({ email: emailAddress });

export const passwordResetCompletion = z.strictObject({
  token: z.string().min(1).max(200).meta({ description: 'What follows # in the link.' }),
  newPassword,
});
