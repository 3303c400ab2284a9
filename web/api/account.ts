// What is one's own: name, address, second factor, and where one is signed in.

import type { z } from 'zod';
import type { account, ownSession, ownSessions, twoFactorSecrets } from '#contract/account/account.ts';
import { tell } from './client.ts';
import { resourceQuery } from './resource.ts';

export type Account = z.input<typeof account>;
export type OwnSession = z.input<typeof ownSession>;
export type TwoFactorSecrets = z.input<typeof twoFactorSecrets>;

export const accountQuery = () => resourceQuery<Account>('/account', {}, { changesWith: ['session'] });
export const ownSessionsQuery = () =>
  resourceQuery<z.input<typeof ownSessions>>('/account/sessions', {}, { changesWith: ['session'] });

/** Takes up the address that the mailed link was for. */
export async function confirmEmail(token: string): Promise<void> {
  await tell('/email-changes/completion', { body: { token } });
}
