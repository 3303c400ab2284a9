// A firm's taxes: added, replaced as a whole with their rates, archived, and removed while nothing has them. Changing a
// rate changes no document: each keeps the tax it was printed with.

import { requirePermission } from '#core/access/principal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import { done, refuseAll } from '#core/refusal.ts';
import { ratePlanRefusals } from '#core/tax/rate-plan.ts';
import type { Tx } from '#store/database.ts';
import type { Tax, TaxContent } from '#store/billing/taxes.ts';
import {
  findUsersOfTax,
  insertTax,
  loadTaxes,
  removeRates,
  replaceTax,
  taxes,
} from '#store/billing/taxes.ts';
import { claimRecord, duplicateOf, type Recorded } from '#store/practice/records.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { removeRecord } from '../remove-record.ts';
import { write } from '../request.ts';

export async function createTax(context: Context, content: TaxContent): Promise<Result<Tax>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const refusals = [...ratePlanRefusals(content.rates), ...(await nameRefusals(tx, content, null))];
    if (refusals.length > 0) return refuseAll(refusals);
    return done(await insertTax(tx, authorOf(context), content));
  });
}

export async function changeTax(
  context: Context,
  { to, ...seen }: Recorded & { readonly to: TaxContent },
): Promise<Result<Tax>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, taxes, seen);
    if (!claimed.ok) return claimed;
    const before = onlyOne(await loadTaxes(tx, [seen.id]));
    const refusals = [
      ...ratePlanRefusals(to.rates),
      ...(await nameRefusals(tx, to, before)),
      ...(to.archived && !before.archived ? await archiveRefusals(tx, before) : []),
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    return done(await replaceTax(tx, authorOf(context), before, to));
  });
}

export function removeTax(context: Context, seen: Recorded): Promise<Result<null>> {
  return removeRecord(context, seen, {
    kind: taxes,
    permission: 'billing.settings',
    nameOf: (tax) => tax.name,
    instead: 'archiving it',
    first: (tx, _author, tax) => removeRates(tx, tax.id),
  });
}

async function nameRefusals(tx: Tx, content: TaxContent, itself: Tax | null): Promise<Refusal[]> {
  if (content.archived) return [];
  const name = content.name.toLowerCase();
  const others = (await loadTaxes(tx)).filter(({ id, archived }) => id !== itself?.id && !archived);
  return others.some((other) => other.name.toLowerCase() === name)
    ? [duplicateOf(taxes, 'name', content.name)]
    : [];
}

async function archiveRefusals(tx: Tx, tax: Tax): Promise<Refusal[]> {
  const { isDefault, clientNames } = await findUsersOfTax(tx, tax.id);
  const users = [...(isDefault ? ['the firm, as its default'] : []), ...clientNames];
  if (users.length === 0) return [];
  return [
    {
      code: 'stillInUse',
      detail: `${tax.name} is the tax of ${users.join(', ')}; choose another one there first.`,
      field: 'archived',
      value: 'true',
      accepted: 'a tax that neither the firm nor a client has by default',
    },
  ];
}
