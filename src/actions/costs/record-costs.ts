// Recording costs on jobs. Actual costs reach the ledger; estimated ones wait.

import { may, requirePermission } from '#core/access/principal.ts';
import { done, refuse, refuseAll, within, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { post } from '#store/ledger/post.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { insertCostEntries } from '#store/work/cost-entries.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { costsPerRequestMax, type CostCommand, type RecordedCosts } from './command.ts';
import { decideCost, readCostBasis, type DecidedCost } from './decide.ts';

/** Records the costs of one call: all of them or, with a refusal per cost that is wrong, none. */
export async function recordCosts(
  context: Context,
  commands: readonly CostCommand[],
): Promise<Result<RecordedCosts>> {
  const { principal } = context;
  const permitted = requirePermission(principal, 'costs.record');
  if (!permitted.ok && !may(principal, 'costs.recordOwn')) return permitted;
  if (commands.length === 0 || commands.length > costsPerRequestMax) {
    return refuse('batchTooLarge', `A request records from 1 to ${costsPerRequestMax} costs.`, {
      value: String(commands.length),
    });
  }
  const ids = await itemIdsOf(context.database).take(commands.length);
  return write(context, async (tx) => {
    const basis = await readCostBasis(tx, commands, context.clock());
    const decided = decideEach(commands, (command, index) =>
      decideCost(basis, command, { id: ids[index]!, recordedBy: principal.actorId }),
    );
    if (!decided.ok) return decided;
    await insertCostEntries(
      tx,
      decided.value.map(({ row }) => row),
      principal.actorId,
    );
    const journals = decided.value.flatMap(({ journal }) => journal ?? []);
    return done(await postCosts(tx, context, decided.value, journals));
  });
}

/** Decides each of a batch; the refusals of all that are wrong, or all decisions. */
export function decideEach<Command>(
  commands: readonly Command[],
  decide: (command: Command, index: number) => Result<DecidedCost>,
): Result<DecidedCost[]> {
  const results = commands.map((command, index) => {
    const result = decide(command, index);
    return result.ok ? result : within(`costs[${index}]`, result);
  });
  const refusals = results.flatMap((result) => (result.ok ? [] : result.refusals));
  return refusals.length > 0
    ? refuseAll(refusals)
    : done(results.flatMap((result) => (result.ok ? [result.value] : [])));
}

export async function postCosts(
  tx: Tx,
  context: Context,
  decided: readonly DecidedCost[],
  journals: readonly Journal[],
): Promise<RecordedCosts> {
  const posted =
    journals.length === 0 ? null : await post(tx, { journals, actorId: context.principal.actorId });
  return { costs: decided.map(({ outcome }) => outcome), balances: [...(posted?.balances.values() ?? [])] };
}
