// Opening adjustments: what cannot be told from the files becomes one dated, visible action per job, which brings its net
// WIP to the figure of the source and can be reviewed and undone like any other.
//
// Less than ours: open work is written off pro rata (docs/ledger-rules.md section 5); below all work, an interim is
// raised. More than ours: open work is written on pro rata; without work, interims are absorbed as far as they reach, and
// the rest is written on an opening item of its own.

import { today, type CivilDate } from '#core/calendar/civil-date.ts';
import { isWithinWriteOffLimit } from '#core/access/principal.ts';
import { groupLines } from '#core/billing/effects.ts';
import { spread } from '#core/billing/spread.ts';
import type { Cause, Journal, Line } from '#core/ledger/journal.ts';
import type { JournalKind } from '#core/ledger/kinds.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import { absorbLine, newInterim, raiseInterim } from '#core/wip/interim.ts';
import { putIn, takeOut, type OpenItem } from '#core/wip/lines.ts';
import { recordCost } from '#core/wip/record-cost.ts';
import type { Tx } from '#store/database.ts';
import { keepAdjustments, readUnsettled, type TieOut } from '#store/imports/tie-outs.ts';
import { insertProblems } from '#store/imports/problems.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { lockJobs, readLocks, readOpenItems } from '#store/ledger/items.ts';
import { post } from '#store/ledger/post.ts';
import { insertCostEntries, type CostEntryRow } from '#store/work/cost-entries.ts';
import { insertInterims, type InterimRow } from '#store/work/interims.ts';
import { readRecordingSettings } from '#store/work/settings.ts';
import { insertWipAction } from '#store/work/wip-actions.ts';
import type { Context } from '../context.ts';
import { dateRefusal, latestDate } from '../work-date.ts';
import { oldestInterims, type Absorption } from './replay/interims.ts';
import { inChunk } from './run.ts';

const jobsPerChunk = 200;
const description = 'Opening adjustment';

/** Checks the day before anything is imported with it. */
export async function adjustmentDay(
  context: Context,
  asked: CivilDate | undefined,
): Promise<Result<CivilDate>> {
  return inChunk({ context }, async (tx) => {
    const [settings, locks] = [await readRecordingSettings(tx), await readLocks(tx)];
    const on = asked ?? today(context.clock(), settings.timeZone);
    return (
      dateRefusal({ locks, latestOn: latestDate(settings, context.clock()) }, on, 'adjustOn') ?? done(on)
    );
  });
}

export async function adjustJobs(context: Context, batchId: number, on: CivilDate): Promise<Result<number>> {
  if (!isWithinWriteOffLimit(context.principal, 1n)) {
    return refuse('limitExceeded', 'Opening adjustments write off and on; your limit does not allow that.');
  }
  let adjusted = 0;
  for (;;) {
    const ids = await itemIdsOf(context.database).take(jobsPerChunk);
    const chunk = await inChunk({ context }, (tx) => adjustChunk(tx, context, { batchId, on, ids }));
    adjusted += chunk.adjusted;
    if (chunk.seen < jobsPerChunk) return done(adjusted);
  }
}

type Chunk = { readonly batchId: number; readonly on: CivilDate; readonly ids: readonly bigint[] };

async function adjustChunk(tx: Tx, context: Context, { batchId, on, ids }: Chunk) {
  const rows = await readUnsettled(tx, batchId, jobsPerChunk);
  await lockJobs(
    tx,
    rows.map((row) => row.jobId),
  );
  const open = Map.groupBy(
    await readOpenItems(
      tx,
      rows.map((row) => row.jobId),
    ),
    (item) => item.jobId,
  );
  const journals: Journal[] = [];
  const interims: InterimRow[] = [];
  const costs: CostEntryRow[] = [];
  const adjusted: { jobId: number; wipActionId: number | null }[] = [];
  const { actorId } = context.principal;
  for (const [index, row] of rows.entries()) {
    const items = open.get(row.jobId) ?? [];
    const netMinor = items.reduce((sum, item) => sum + item.openMinor, 0n);
    // It ties by now: something was recorded or settled here since.
    if (netMinor === row.sourceMinor) {
      adjusted.push({ jobId: row.jobId, wipActionId: null });
      continue;
    }
    const note = `Import ${batchId}: net WIP of job ${row.jobNumber} brought to the figure of the source.`;
    const action = {
      kind: 'openingAdjustment',
      effectiveOn: on,
      reasonId: null,
      note,
      actorId,
      recordedAt: context.clock(),
    } as const;
    const wipActionId = await insertWipAction(tx, action);
    const decided = decideAdjustment(items, {
      row,
      on,
      itemId: ids[index]!,
      cause: { kind: 'wipAction', id: BigInt(wipActionId) },
    });
    journals.push(...decided.journals);
    interims.push(...decided.interims);
    costs.push(...decided.costs);
    adjusted.push({ jobId: row.jobId, wipActionId });
  }
  if (interims.length > 0) await insertInterims(tx, interims);
  if (costs.length > 0) await insertCostEntries(tx, costs);
  if (journals.length > 0) await post(tx, { journals, actorId });
  await keepAdjustments(tx, batchId, adjusted);
  const settled = adjusted.filter(({ wipActionId }) => wipActionId !== null);
  await insertProblems(
    tx,
    batchId,
    settled.map(({ jobId, wipActionId }) => ({
      severity: 'note',
      stage: 'apply',
      code: 'openingAdjustment',
      detail: `Net WIP was brought to the figure of the source by WIP action ${wipActionId}.`,
      jobId,
    })),
  );
  return { seen: rows.length, adjusted: settled.length };
}

type Adjusting = {
  readonly row: TieOut;
  readonly on: CivilDate;
  readonly itemId: bigint;
  readonly cause: Cause;
};
type Decided = {
  readonly journals: Journal[];
  readonly interims: InterimRow[];
  readonly costs: CostEntryRow[];
};

function decideAdjustment(items: readonly OpenItem[], { row, on, itemId, cause }: Adjusting): Decided {
  const work = items.filter((item) => item.kind !== 'interim');
  const workMinor = work.reduce((sum, item) => sum + item.openMinor, 0n);
  const netMinor = items.reduce((sum, item) => sum + item.openMinor, 0n);
  const missing = row.sourceMinor - netMinor;
  const wanted = workMinor + missing;
  if (wanted >= 0n && work.some((item) => item.openMinor !== 0n)) {
    return { journals: groupLines(broughtTo(work, wanted), on, cause), interims: [], costs: [] };
  }
  if (missing > 0n) return fromNothing(items, missing, { row, on, itemId, cause });
  const lines = broughtTo(work, 0n);
  const interim = newInterim(itemId, row.jobId, on);
  const raised = raiseInterim(interim, -wanted, on, cause);
  return {
    journals: [...groupLines(lines, on, cause), raised],
    interims: [{ id: itemId, jobId: row.jobId, raisedOn: on, amountMinor: -wanted, description }],
    costs: [],
  };
}

type KindLine = readonly [kind: JournalKind, line: Line];

function absorptionLines(absorbed: readonly Absorption[]): KindLine[] {
  return absorbed.map(({ interim, amountMinor }) => ['interimAbsorbed', absorbLine(interim, amountMinor)]);
}

/** Open work brought to another worth, written off or on, and left open. */
function broughtTo(work: readonly OpenItem[], wantedMinor: bigint): KindLine[] {
  return spread(work, wantedMinor).shares.flatMap(({ item, recognisedMinor }): KindLine[] => {
    const difference = recognisedMinor - item.openMinor;
    if (difference === 0n) return [];
    const isCredit = item.openMinor < 0n;
    const closes = recognisedMinor === 0n;
    return difference < 0n !== isCredit
      ? [['writtenOff', takeOut(item, 'writtenOff', -difference, closes ? item.openQuantity : 0)]]
      : [['writtenOn', putIn(item, 'writtenOn', difference, 0)]];
  });
}

/** No work of value to write on: interims are absorbed, and the rest stands on an item made for it. */
function fromNothing(
  items: readonly OpenItem[],
  missing: bigint,
  { row, on, itemId, cause }: Adjusting,
): Decided {
  const interims = items.filter((item) => item.kind === 'interim');
  const openMinor = interims.reduce((sum, item) => sum - item.openMinor, 0n);
  const absorbedMinor = openMinor < missing ? openMinor : missing;
  const lines = absorptionLines(oldestInterims(interims, absorbedMinor)!);
  const restMinor = missing - absorbedMinor;
  if (restMinor === 0n) return { journals: groupLines(lines, on, cause), interims: [], costs: [] };
  const about = {
    jobId: row.jobId,
    jobTaskId: null,
    incurredOn: on,
    quantityThousandths: 1000,
    unitPriceMinor: 0n,
    unitCostMinor: 0n,
  };
  const recorded = recordCost({ ...about, itemId, billable: true, actual: true, excluded: false });
  const item: OpenItem = {
    jobId: row.jobId,
    itemId,
    kind: 'cost',
    originOn: on,
    openMinor: 0n,
    openQuantity: 1000,
    jobTaskId: null,
    staffId: null,
  };
  const cost: CostEntryRow = {
    ...about,
    id: itemId,
    description,
    code: null,
    supplier: null,
    note: null,
    amountMinor: 0n,
    costMinor: 0n,
    billable: true,
    actual: true,
  };
  lines.push(['writtenOn', putIn(item, 'writtenOn', restMinor, 0)]);
  return { journals: [recorded.journal!, ...groupLines(lines, on, cause)], interims: [], costs: [cost] };
}
