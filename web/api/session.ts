// Who is signed in and where they belong. The session itself stays in a cookie that no script can read.

import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { setUpRequest, setUpState } from '#contract/firms/firms.ts';
import type { session } from '#contract/session/session.ts';
import { ask, tell } from './client.ts';
import { chooseFirm, currentFirmId } from './firm.ts';
import { Problem } from './problem.ts';

export type Session = z.input<typeof session>;
export type SessionFirm = NonNullable<Session['firm']>;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
});

/** The session with a firm chosen: the one of this tab, or else the first that the person belongs to. */
async function readSession(signal: AbortSignal): Promise<Session> {
  const session = await ask<Session>('/session', { signal }).catch((error: unknown) => {
    // The firm that this browser remembers may no longer be the person's.
    const forgets = error instanceof Problem && error.said.status !== 401 && !error.isPassing;
    if (!forgets || currentFirmId() === null) throw error;
    chooseFirm(null);
    return ask<Session>('/session', { signal });
  });
  const [first] = session.firms;
  if (session.twoFactorNeeded) return session;
  if (session.firm !== null || first === undefined) {
    if (session.firm !== null) chooseFirm(session.firm.id);
    return session;
  }
  chooseFirm(first.id);
  return ask<Session>('/session', { signal });
}

/** Whether the first owner and firm still have to be made. */
export const setUpQuery = queryOptions({
  queryKey: ['set-up'],
  queryFn: ({ signal }) => ask<z.input<typeof setUpState>>('/set-up', { signal }),
  staleTime: 0,
});

export type SetUp = z.input<typeof setUpRequest>;

/** Makes the first owner and firm, and signs the owner in. */
export async function setUp(command: SetUp): Promise<void> {
  await tell('/set-up', { body: command });
}

export async function signIn(email: string, password: string): Promise<void> {
  await tell('/session', { body: { email, password } });
}

type CodeGiven = ({ code: string } | { recoveryCode: string }) & { trustDevice: boolean };

/** The second step of signing in, for whoever has a second factor. */
export async function signInByCode(given: CodeGiven): Promise<void> {
  await tell('/session/code', { body: given });
}

/** Takes up an invitation: with a new password, or as whoever is signed in. */
export async function acceptInvitation(token: string, newPassword?: string): Promise<void> {
  await tell('/invitations/acceptance', { body: { token, newPassword } });
}

export async function signOut(): Promise<void> {
  await tell('/session', { method: 'DELETE' });
}

/** Has a link mailed, if somebody signs in with the address. */
export async function requestPasswordReset(email: string): Promise<void> {
  await tell('/password-resets', { body: { email } });
}

export async function completePasswordReset(token: string, newPassword: string): Promise<void> {
  await tell('/password-resets/completion', { body: { token, newPassword } });
}
