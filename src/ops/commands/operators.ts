import type { OperatorsRunner } from '#cli/commands/operators.ts';
import { grantOperator, listOperators, revokeOperator } from '#store/monitoring/operators.ts';
import { openForCommand } from './operator.ts';

export async function openOperators(): Promise<OperatorsRunner> {
  const { database } = await openForCommand('operator');
  return {
    grant: (email) => database.asInstallation((tx) => grantOperator(tx, email)),
    revoke: (email) => database.asInstallation((tx) => revokeOperator(tx, email)),
    list: () => database.asInstallation((tx) => listOperators(tx), { readOnly: true }),
  };
}
