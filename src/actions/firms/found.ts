// What setting up the installation and founding a further firm have in common.

import { firstJobStates, firstReasons } from '#core/practice/firm-lists.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { taxPresetOf } from '#core/tax/presets.ts';
import { addFirstTax } from '#store/billing/taxes.ts';
import type { Queries } from '#store/database.ts';
import { addFirmLists, foundFirm } from '#store/firms.ts';

export type NewFirm = {
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly timeZone: string;
  readonly locale: string;
};

export type Owner = { readonly userId: string; readonly name: string };

/** Makes a firm with its owner, the lists that every firm starts with and the tax of its country; returns its id. */
export async function found(tx: Queries, firm: NewFirm, owner: Owner, at: string): Promise<number> {
  const { firmId } = await foundFirm(tx, {
    ...firm,
    userId: owner.userId,
    ownerName: owner.name,
    foundedAt: at,
  });
  await addFirmLists(tx, firmId, { jobStates: firstJobStates, reasons: firstReasons });
  const tax = taxPresetOf(firm.currency);
  if (tax !== null) await addFirstTax(tx, firmId, tax);
  return firmId;
}
