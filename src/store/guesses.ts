// How often an address has tried a password, a code or a link, counted for all servers together: a minute after its first
// attempt it begins anew.

import type { Database } from './database.ts';

type Guesses = {
  /** Within the minute, with this one. */
  readonly attempts: number;
  readonly secondsLeft: number;
};

const limits = { lockTimeoutMs: 2_000, statementTimeoutMs: 5_000 };

export async function countGuess(database: Database, address: string): Promise<Guesses> {
  const [row] = await database.asInstallation(
    (tx) =>
      tx.query<Guesses>(
        `insert into guess as g (address) values ($1)
         on conflict (address) do update set
           attempts = case when g.began_at > now() - interval '1 minute' then g.attempts + 1 else 1 end,
           began_at = case when g.began_at > now() - interval '1 minute' then g.began_at else now() end
         returning attempts, greatest(1, ceil(60 - extract(epoch from now() - began_at)))::int as "secondsLeft"`,
        [address],
      ),
    limits,
  );
  if (row!.attempts === 1) await forgetOld(database);
  return row!;
}

/** Those that another server is just counting are left for later, so nobody waits for anybody. */
async function forgetOld(database: Database): Promise<void> {
  await database.asInstallation(
    (tx) =>
      tx.query(
        `delete from guess where address in (
           select address from guess where began_at < now() - interval '1 minute' limit 1000 for update skip locked)`,
      ),
    limits,
  );
}
