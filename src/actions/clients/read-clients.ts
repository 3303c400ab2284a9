import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Client, ClientFilter } from '#store/practice/clients.ts';
import { clients, listClients as listStored, loadClients } from '#store/practice/clients.ts';
import type { Page, PageWanted } from '#store/practice/pages.ts';
import { findRecord } from '#store/practice/records.ts';
import { onlyOne } from '../batch.ts';
export type { Client } from '#store/practice/clients.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function listClients(
  context: Context,
  query: ClientFilter & PageWanted,
): Promise<Result<Page<Client>>> {
  const permitted = requirePermission(context.principal, 'clients.read');
  if (!permitted.ok) return permitted;
  return done(await read(context, (tx) => listStored(tx, query, query)));
}

export async function getClient(context: Context, id: number): Promise<Result<Client>> {
  const permitted = requirePermission(context.principal, 'clients.read');
  if (!permitted.ok) return permitted;
  return read(context, async (tx) => {
    const found = await findRecord(tx, clients, id);
    return found.ok ? done(onlyOne(await loadClients(tx, [id]))) : found;
  });
}
