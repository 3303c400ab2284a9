import type { Tx } from '../database.ts';

export type NamedIds = {
  readonly clientIds: readonly number[];
  readonly jobIds: readonly number[];
  readonly staffIds: readonly number[];
};

/** Which of what a run's rules name the firm has. Nothing is held: rules that name what is gone select nothing. */
export async function findKnown(
  tx: Tx,
  { clientIds, jobIds, staffIds }: NamedIds,
): Promise<Record<'clients' | 'jobs' | 'staff', ReadonlyMap<number, true>>> {
  const rows = await tx.query<{ kind: 'clients' | 'jobs' | 'staff'; id: number }>(
    `select 'clients' as kind, id from client where firm_id = $1 and id = any ($2)
     union all select 'jobs', id from job where firm_id = $1 and id = any ($3)
     union all select 'staff', id from staff where firm_id = $1 and id = any ($4)`,
    [tx.firmId, clientIds, jobIds, staffIds],
  );
  const of = (wanted: string) =>
    new Map(rows.filter(({ kind }) => kind === wanted).map(({ id }) => [id, true as const]));
  return { clients: of('clients'), jobs: of('jobs'), staff: of('staff') };
}
