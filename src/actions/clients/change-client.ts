import type { Refusal, Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import { requirePermission } from '#core/access/principal.ts';
import type { Tx } from '#store/database.ts';
import { findTaxes } from '#store/billing/taxes.ts';
import type { Client, ClientRecord } from '#store/practice/clients.ts';
import { clients, findJobsOfClient, findMoneyOfClient, loadClients } from '#store/practice/clients.ts';
import { claimRecord, updateRecord } from '#store/practice/records.ts';
import { loadReferences } from '#store/practice/references.ts';
import { roundingColumns } from '#store/practice/rounding-columns.ts';
import { authorOf, onlyOne, staffRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { taxChoiceRefusals } from '../billing-settings/choices.ts';
import { write } from '../request.ts';
import { dueColumns, scheduleColumns, type NewClient } from './create-clients.ts';

export type ClientChange = Partial<NewClient> & {
  readonly id: number;
  readonly version: number;
  readonly archived?: boolean | undefined;
};

/** Changes a client. Its currency is settled once it has jobs, documents or payments; it is archived once nothing is under way. */
export async function changeClient(context: Context, command: ClientChange): Promise<Result<Client>> {
  const permitted = requirePermission(context.principal, 'clients.edit');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, clients, command);
    if (!claimed.ok) return claimed;
    const refusals = await refusalsOf(tx, claimed.value, command);
    if (refusals.length > 0) return refuseAll(refusals);

    const { id, version: _, rounding, due, billing, ...said } = command;
    const to = { ...said, ...roundingColumns(rounding), ...dueColumns(due), ...scheduleColumns(billing) };
    await updateRecord(tx, authorOf(context), clients, { record: claimed.value, to });
    return done(onlyOne(await loadClients(tx, [id])));
  });
}

async function refusalsOf(tx: Tx, client: ClientRecord, command: ClientChange): Promise<Refusal[]> {
  // Managers who have left stay where they are until somebody else is named.
  const named = {
    accountManagerId: changed(command.accountManagerId, client.accountManagerId),
    jobManagerId: changed(command.jobManagerId, client.jobManagerId),
  };
  const known = await loadReferences(tx, { staffIds: Object.values(named) });
  const taxId = changed(command.taxId, client.taxId);
  const taxes = await findTaxes(tx, [taxId]);
  const jobs = await findJobsOfClient(tx, client.id);
  const money = await findMoneyOfClient(tx, client.id);
  return [
    ...staffRefusals(known.staff, named),
    ...taxChoiceRefusals(taxes, 'taxId', taxId),
    ...currencyRefusals(client, command, reasonsToStay({ jobs: jobs.count, ...money })),
    ...archiveRefusals(client, command, jobs.unfinished),
  ];
}

function changed<T>(said: T | undefined, stands: T): T | undefined {
  return said === stands ? undefined : said;
}

type InCurrency = { readonly jobs: number; readonly isInvoiced: boolean; readonly hasPaid: boolean };

/** What a client has in its currency: none of it could be invoiced or paid in another. */
function reasonsToStay({ jobs, isInvoiced, hasPaid }: InCurrency): string[] {
  return [
    ...(jobs === 0 ? [] : [jobs === 1 ? 'a job' : `${jobs} jobs`]),
    ...(isInvoiced ? ['invoices'] : []),
    ...(hasPaid ? ['payments'] : []),
  ];
}

function currencyRefusals(
  client: ClientRecord,
  { currency }: ClientChange,
  reasons: readonly string[],
): Refusal[] {
  if (currency === undefined || currency === client.currency || reasons.length === 0) return [];
  return [
    {
      code: 'currencyMismatch',
      detail: `${client.name} has ${reasons.join(' and ')} in ${client.currency}; the currency of a client is settled once it has any.`,
      field: 'currency',
      value: currency,
      accepted: client.currency,
    },
  ];
}

function archiveRefusals(
  client: ClientRecord,
  { archived }: ClientChange,
  unfinished: readonly string[],
): Refusal[] {
  if (!archived || client.archived || unfinished.length === 0) return [];
  return [
    {
      code: 'stillInUse',
      detail: `${client.name} has jobs that are not finished: ${unfinished.join(', ')}.`,
      field: 'archived',
      value: 'true',
      accepted: 'a client whose jobs are completed or cancelled and have nothing left to invoice',
    },
  ];
}
