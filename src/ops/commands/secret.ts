import type { SecretRunner } from '#cli/commands/secret.ts';
import { isThere } from '#core/monitoring/judge.ts';
import { listProcesses } from '#store/monitoring/processes.ts';
import { changeSecret } from '#store/shared-secret.ts';
import { clock, openForCommand } from './operator.ts';

export async function openSecret(): Promise<SecretRunner> {
  const { database, secret, config } = await openForCommand('secret');
  return {
    change: ({ lost }) =>
      database.asInstallation(async (tx) => {
        const before = config.secretBefore;
        if (before === undefined && !lost) return { kind: 'beforeMissing' };
        const atWork = (await listProcesses(tx)).filter((one) => isThere(one, clock()));
        if (atWork.length > 0) {
          const processes = atWork.map(({ host, process, role }) => `${role} on ${host}, process ${process}`);
          return { kind: 'atWork', processes };
        }
        return changeSecret(tx, { secret, before: lost ? undefined : before });
      }),
  };
}
