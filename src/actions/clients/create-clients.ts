import type { CurrencyCode } from '#core/money/currencies.ts';
import type { RoundingPolicy } from '#core/pricing/rounding.ts';
import type { Result } from '#core/refusal.ts';
import { done } from '#core/refusal.ts';
import type { Client, ClientRecord } from '#store/practice/clients.ts';
import { clients, loadClients } from '#store/practice/clients.ts';
import { loadPracticeSettings } from '#store/practice/firm.ts';
import type { Unrecorded } from '#store/practice/records.ts';
import { insertRecords } from '#store/practice/records.ts';
import { loadReferences } from '#store/practice/references.ts';
import { roundingColumns } from '#store/practice/rounding-columns.ts';
import { authorOf, checkEach, mayWriteBatch, saidOf, staffRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

type ClientTexts = Pick<
  ClientRecord,
  'email' | 'phone' | 'address' | 'postalAddress' | 'website' | 'exportCode' | 'taxNumber'
>;

export type NewClient = Partial<ClientTexts> & {
  readonly name: string;
  /** The firm's unless said. */
  readonly currency?: CurrencyCode | undefined;
  readonly accountManagerId?: number | null | undefined;
  readonly jobManagerId?: number | null | undefined;
  /** Null: the firm's policy. */
  readonly rounding?: RoundingPolicy | null | undefined;
};

const blank: Omit<Unrecorded<ClientRecord>, 'name' | 'currency'> = {
  email: null,
  phone: null,
  address: null,
  postalAddress: null,
  website: null,
  exportCode: null,
  taxNumber: null,
  accountManagerId: null,
  jobManagerId: null,
  roundingIncrementMinutes: null,
  roundingDirection: null,
  archived: false,
};

/** Adds clients, all or none. */
export async function createClients(
  context: Context,
  commands: readonly NewClient[],
): Promise<Result<Client[]>> {
  const permitted = mayWriteBatch(context, 'clients.edit', commands);
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const known = await loadReferences(tx, {
      staffIds: commands.flatMap((command) => [command.accountManagerId, command.jobManagerId]),
    });
    const checked = checkEach(commands, ({ accountManagerId, jobManagerId }) =>
      staffRefusals(known.staff, { accountManagerId, jobManagerId }),
    );
    if (!checked.ok) return checked;

    const { currency } = await loadPracticeSettings(tx);
    const records = commands.map(({ rounding, ...said }) => ({
      ...blank,
      currency,
      ...saidOf(said),
      name: said.name,
      ...roundingColumns(rounding),
    }));
    const added = await insertRecords(tx, authorOf(context), clients, records);
    return done(
      await loadClients(
        tx,
        added.map(({ id }) => id),
      ),
    );
  });
}
