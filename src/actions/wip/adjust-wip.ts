// Writing WIP off or on by hand: one entry, part of one, or many.

import { parseMinor } from '#core/money/money.ts';
import { done, refuse, refuseAll, within, type Refusal, type Result } from '#core/refusal.ts';
import { writeOff, writeOn, type Adjustment } from '#core/wip/adjust.ts';
import type { Tx } from '#store/database.ts';
import { findItemJobs } from '#store/ledger/item-jobs.ts';
import { lockJobs, readOpenItemsById } from '#store/ledger/items.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { draftRefusal } from '../settled.ts';
import {
  beforeWorkRefusal,
  beginAction,
  excludedRefusal,
  postAction,
  type ActionOutcome,
  type ActionTerms,
} from './act.ts';

export type AdjustCommand = ActionTerms & {
  readonly kind: 'writeOff' | 'writeOn';
  /** Time entries and costs; an amount is decimal text, without one all that is open of an item is written off. */
  readonly items: readonly { readonly itemId: bigint; readonly amount?: string | null | undefined }[];
};

export const itemsPerActionMax = 10_000;

export function adjustWip(context: Context, command: AdjustCommand): Promise<Result<ActionOutcome>> {
  return write(context, (tx) => adjustWithin(tx, context, command));
}

/** In a transaction, or back to a savepoint, that a refusal rolls back. */
export async function adjustWithin(
  tx: Tx,
  context: Context,
  command: AdjustCommand,
): Promise<Result<ActionOutcome>> {
  const basis = await beginAction(tx, context, command.kind, command);
  if (!basis.ok) return basis;
  const adjustments = await readAdjustments(tx, command);
  if (!adjustments.ok) return adjustments;
  const refused = await beforeWorkRefusal(
    tx,
    adjustments.value.map(({ item }) => item),
    basis.value.effectiveOn,
  );
  if (refused !== null) return refused;
  const decide = command.kind === 'writeOff' ? writeOff : writeOn;
  return postAction(tx, context, {
    kind: command.kind,
    terms: command,
    basis: basis.value,
    decide: (cause) => decide(adjustments.value, basis.value.effectiveOn, cause),
  });
}

async function readAdjustments(tx: Tx, { kind, items }: AdjustCommand): Promise<Result<Adjustment[]>> {
  if (items.length === 0 || items.length > itemsPerActionMax) {
    const accepted = `1 to ${itemsPerActionMax} items`;
    return refuse('batchTooLarge', `An action takes ${accepted}.`, {
      field: 'items',
      value: String(items.length),
      accepted,
    });
  }
  const ids = items.map(({ itemId }) => itemId);
  const jobs = await findItemJobs(tx, ids);
  const jobIds = [...new Set(jobs.values())];
  await lockJobs(tx, jobIds);
  const open = await readOpenItemsById(tx, jobIds, ids);
  const contexts = await loadJobContexts(tx, jobIds, [], { hold: true });
  const excluded = kind === 'writeOn' ? excludedRefusal(contexts.jobs.values()) : null;
  if (excluded !== null) return excluded;
  const refusals: Refusal[] = [];
  const adjustments: Adjustment[] = [];
  const named = new Set<bigint>();
  for (const [index, { itemId, amount }] of items.entries()) {
    const field = `items[${index}]`;
    const item = open.get(itemId);
    const at = { field: `${field}.itemId`, value: String(itemId) };
    if (!jobs.has(itemId))
      refusals.push({ code: 'unknownEntry', detail: 'There is no such entry in this firm.', ...at });
    else if (named.has(itemId))
      refusals.push({ code: 'duplicate', detail: 'The entry is named twice.', ...at });
    else if (item === undefined)
      refusals.push({ code: 'exceedsOpenAmount', detail: 'Nothing of the entry is open.', ...at });
    else {
      const { currency } = contexts.jobs.get(item.jobId)!;
      const amountMinor = amount === undefined || amount === null ? done(null) : parseMinor(amount, currency);
      if (amountMinor.ok)
        adjustments.push({ item, amountMinor: amountMinor.value, currency, field: `${field}.amount` });
      else refusals.push(...within(`${field}.amount`, amountMinor).refusals);
    }
    named.add(itemId);
  }
  if (refusals.length > 0) return refuseAll(refusals);
  return (await draftRefusal(tx, ids, (place) => `items[${place}].itemId`)) ?? done(adjustments);
}
