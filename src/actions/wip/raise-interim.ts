// Raising an interim by hand: something was invoiced ahead of matching work outside the product.

import { parseMinor } from '#core/money/money.ts';
import { done, refuse, within, type Result } from '#core/refusal.ts';
import { newInterim, raiseInterim } from '#core/wip/interim.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { lockJobs } from '#store/ledger/items.ts';
import { loadJobContexts } from '#store/practice/jobs.ts';
import { insertInterims } from '#store/work/interims.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { beginAction, excludedRefusal, postAction, type ActionOutcome, type ActionTerms } from './act.ts';

export type RaiseInterimCommand = ActionTerms & {
  readonly jobId: number;
  /** Decimal text above 0, in the job's currency. */
  readonly amount: string;
  readonly description: string;
};

export async function raiseInterimByHand(
  context: Context,
  command: RaiseInterimCommand,
): Promise<Result<ActionOutcome & { itemId: bigint }>> {
  const [itemId] = await itemIdsOf(context.database).take(1);
  return write(context, async (tx) => {
    const basis = await beginAction(tx, context, 'interim', command);
    if (!basis.ok) return basis;
    const { jobId, amount, description } = command;
    const job = (await loadJobContexts(tx, [jobId], [], { hold: true })).jobs.get(jobId);
    if (job === undefined)
      return refuse('unknownJob', 'There is no such job in this firm.', {
        field: 'jobId',
        value: String(jobId),
      });
    const excluded = excludedRefusal([job]);
    if (excluded !== null) return excluded;
    const parsed = parseMinor(amount, job.currency);
    if (!parsed.ok) return within('amount', parsed);
    const amountMinor = parsed.value;
    if (amountMinor <= 0n) {
      const at = { field: 'amount', value: amount, accepted: 'an amount above 0' };
      return refuse('amountOutOfRange', 'An interim is an amount above 0.', at);
    }
    await lockJobs(tx, [jobId]);
    const raisedOn = basis.value.effectiveOn;
    await insertInterims(tx, [{ id: itemId!, jobId, raisedOn, amountMinor, description }]);
    const interim = newInterim(itemId!, jobId, raisedOn);
    const outcome = await postAction(tx, context, {
      kind: 'interim',
      terms: command,
      basis: basis.value,
      decide: (cause) => done([raiseInterim(interim, amountMinor, raisedOn, cause)]),
    });
    return outcome.ok ? done({ ...outcome.value, itemId: itemId! }) : outcome;
  });
}
