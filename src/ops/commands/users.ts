import { replacePassword } from '#actions/people/password-reset.ts';
import { resetTwoFactorByEmail } from '#actions/people/two-factor.ts';
import type { UsersRunner } from '#cli/commands/user.ts';
import { openForCommand } from './operator.ts';

export async function openUsers(): Promise<UsersRunner> {
  const { database } = await openForCommand('user');
  const clock = () => new Date().toISOString();
  return {
    resetPassword: (email) => replacePassword({ database, clock }, email),
    resetTwoFactor: (email) => resetTwoFactorByEmail({ database, clock }, email),
  };
}
