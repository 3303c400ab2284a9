// `workledger operator`: who may see how the installation itself does. It gives nobody anything inside of a firm.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import { textTable } from '../output/table.ts';
import type { CommandOutput } from './report.ts';

export type OperatorsRunner = {
  /** False when nobody has this address. */
  grant(email: string): Promise<boolean>;
  /** False when nobody with this address is an operator. */
  revoke(email: string): Promise<boolean>;
  list(): Promise<readonly { readonly name: string; readonly email: string; readonly grantedAt: string }[]>;
};

export function addOperatorCommands(
  program: Command,
  runner: () => Promise<OperatorsRunner>,
  { output }: { readonly output: CommandOutput },
): void {
  const operator = program
    .command('operator')
    .description('who may see how the installation does: load, disks, backups, availability');

  operator
    .command('grant')
    .description('let somebody see it; they need to have signed in to a firm here before')
    .argument('<email>', 'the e-mail address that they sign in with')
    .action(async (email: string) => {
      if (!(await (await runner()).grant(email)))
        throw new CommandFailure(
          `Nobody here signs in as ${email}. An owner invites people to a firm; after that they can be named.`,
        );
      output.print(`${email} may see how the installation does.`);
    });

  operator
    .command('revoke')
    .description('let somebody see it no more')
    .argument('<email>', 'the e-mail address that they sign in with')
    .action(async (email: string) => {
      if (!(await (await runner()).revoke(email))) throw new CommandFailure(`${email} is no operator.`);
      output.print(`${email} may see it no more.`);
    });

  operator
    .command('list')
    .description('list who may')
    .action(async () => {
      const operators = await (await runner()).list();
      const rows = operators.map(({ name, email, grantedAt }) => [name, email, grantedAt.slice(0, 10)]);
      const columns = ['Name', 'E-mail', 'Since'].map((label) => ({ label }));
      output.print(rows.length === 0 ? 'Nobody.' : textTable(columns, rows));
    });
}
