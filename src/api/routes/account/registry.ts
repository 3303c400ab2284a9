// What is one's own: the account, its second factor and its sessions.

import type { Route } from '../../route.ts';
import { changeAccount } from './change.ts';
import { changeEmail } from './change-email.ts';
import { confirmEmail } from './confirm-email.ts';
import { endOtherSessions } from './end-other-sessions.ts';
import { endSession } from './end-session.ts';
import { readOwnAccount } from './read.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { listOwnSessions } from './sessions.ts';
import { confirmTwoFactor } from './two-factor-confirm.ts';
import { prepareTwoFactor } from './two-factor-prepare.ts';
import { removeTwoFactor } from './two-factor-remove.ts';

export const accountRoutes: readonly Route[] = [
  readOwnAccount,
  changeAccount,
  changeEmail,
  confirmEmail,
  prepareTwoFactor,
  confirmTwoFactor,
  removeTwoFactor,
  renewRecoveryCodes,
  listOwnSessions,
  endSession,
  endOtherSessions,
];
