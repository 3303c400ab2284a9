import type { Tx } from './database.ts';

/** What somebody settled, as it was written; undefined for who never did. */
export async function readPreferences(tx: Tx, actorId: number): Promise<object | undefined> {
  const [row] = await tx.query<{ settings: object }>(
    'select settings from preference where firm_id = $1 and actor_id = $2',
    [tx.firmId, actorId],
  );
  return row?.settings;
}

export async function keepPreferences(tx: Tx, actorId: number, settings: object): Promise<void> {
  await tx.query(
    `insert into preference (firm_id, actor_id, settings) values ($1, $2, $3)
     on conflict (firm_id, actor_id) do update set settings = excluded.settings`,
    [tx.firmId, actorId, JSON.stringify(settings)],
  );
}
