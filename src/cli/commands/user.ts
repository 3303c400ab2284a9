// `workledger user`: what the operator does for people who cannot sign in.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import type { CommandOutput } from './report.ts';

export type UsersRunner = {
  /** The new password; undefined when nobody has this address. */
  resetPassword(email: string): Promise<string | undefined>;
};

export function addUserCommands(
  program: Command,
  runner: () => Promise<UsersRunner>,
  { output }: { readonly output: CommandOutput },
): void {
  program
    .command('user')
    .description('help people who cannot sign in')
    .command('reset-password')
    .description('give somebody a new password to hand over, and end their sessions')
    .argument('<email>', 'the e-mail address that they sign in with')
    .action(async (email: string) => {
      const password = await (await runner()).resetPassword(email);
      if (password === undefined) throw new CommandFailure(`Nobody here signs in as ${email}.`);
      output.print(`The new password of ${email}: ${password}`);
      output.print('Hand it over safely; they change it once they have signed in.');
    });
}
