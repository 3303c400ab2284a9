// `workledger user`: what the operator does for people who cannot sign in.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import type { CommandOutput } from './report.ts';

export type UsersRunner = {
  /** The new password; undefined when nobody has this address. */
  resetPassword(email: string): Promise<string | undefined>;
  /** Whether there was a second factor to reset; undefined when nobody has this address. */
  resetTwoFactor(email: string): Promise<'reset' | 'none' | undefined>;
};

export function addUserCommands(
  program: Command,
  runner: () => Promise<UsersRunner>,
  { output }: { readonly output: CommandOutput },
): void {
  const user = program.command('user').description('help people who cannot sign in');
  user
    .command('reset-password')
    .description('give somebody a new password to hand over, and end their sessions')
    .argument('<email>', 'the e-mail address that they sign in with')
    .action(async (email: string) => {
      const password = await (await runner()).resetPassword(email);
      if (password === undefined) throw new CommandFailure(`Nobody here signs in as ${email}.`);
      output.print(`The new password of ${email}: ${password}`);
      output.print('Hand it over safely; they change it once they have signed in.');
    });
  user
    .command('reset-two-factor')
    .description('take the second factor off somebody who has lost it, and end their sessions')
    .argument('<email>', 'the e-mail address that they sign in with')
    .action(async (email: string) => {
      const outcome = await (await runner()).resetTwoFactor(email);
      if (outcome === undefined) throw new CommandFailure(`Nobody here signs in as ${email}.`);
      if (outcome === 'none') throw new CommandFailure(`${email} has no second factor.`);
      output.print(
        `${email} signs in with the password alone from now on, and can set a second factor up again.`,
      );
    });
}
