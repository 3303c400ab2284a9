// Signing in and out, and passwords.

import type { Route } from '../../route.ts';
import { signIn } from './sign-in.ts';
import { readSession } from './read.ts';
import { signOut } from './sign-out.ts';
import { answerChallenge } from './answer-challenge.ts';
import { changePassword } from './change-password.ts';
import { requestPasswordReset } from '../password-resets/request.ts';
import { completePasswordReset } from '../password-resets/complete.ts';

export const sessionRoutes: readonly Route[] = [
  signIn,
  readSession,
  signOut,
  answerChallenge,
  changePassword,
  requestPasswordReset,
  completePasswordReset,
];
