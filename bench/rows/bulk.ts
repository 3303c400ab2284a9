// Batches of a thousand: the action that the API calls, the store alone, and a plain-SQL minimum that writes the same
// rows into tables with the same indexes and no keys to others, no checks of who may, no ledger to answer for.
//
// Two connections each have jobs of their own, as the lanes of an import have and as whoever sends arrays can have; that is
// what the target is for. On the same jobs they wait for one another, row by row: the hard case, shown beside it.

import type { TimeCommand } from '#actions/time/command.ts';
import { recordTimeEntries } from '#actions/time/record-time.ts';
import type { Tx } from '#store/database.ts';
import { itemIdsOf } from '#store/ledger/item-ids.ts';
import { post } from '#store/ledger/post.ts';
import { insertTimeEntries } from '#store/work/time-entries.ts';
import type { Figure, Target } from '../figures.ts';
import { inTurns } from '../measuring.ts';
import { atLeast, atMost } from '../targets.ts';
import { makePlainTables, writePlainly } from './plain-sql.ts';
import { withRequestKey } from './posting.ts';
import { prepare, type Prepared } from './prepared.ts';
import { storageOf } from './storage.ts';
import type { Stage } from '../stage.ts';
import type { Row } from './row.ts';

const batchSize = 1_000;
/** A batch of an import touches some hundreds of jobs. */
const jobsPerBatch = 500;

export const bulkRow: Row = {
  name: 'bulk',
  async measure(stage) {
    await makePlainTables(stage.database);
    const size = stage.small ? 50 : batchSize;
    let next = 1_000_000;
    const commands = (): TimeCommand[] =>
      Array.from({ length: size }, () => stage.commandOf((next += 1), jobsPerBatch));
    // Of twice as many jobs those at even places for one connection, those at odd places for the other.
    const commandsApart = (remainder: 0 | 1): TimeCommand[] => {
      const first = next + ((next + remainder) % 2);
      next = first + size * 2;
      return Array.from({ length: size }, (_, index) => stage.commandOf(first + index * 2, jobsPerBatch * 2));
    };
    // Made before the clock starts: what is compared is the store.
    const prepared = async (made = commands()): Promise<Prepared> =>
      prepare(await itemIdsOf(stage.database).take(size), made);
    const fill = async () => ({
      store: await prepared(),
      apart: [await prepared(commandsApart(0)), await prepared(commandsApart(1))],
      same: [await prepared(), await prepared()],
    });
    const together = (batches: readonly Prepared[]) =>
      Promise.all(batches.map((batch) => inFirm(stage, (tx) => saveBatch(stage, tx, batch))));
    const waiting = { ...(await fill()), plain: await prepared() };
    const before = await storageOf(stage.database);
    const times = await inTurns(
      {
        store: () => inFirm(stage, (tx) => saveBatch(stage, tx, waiting.store)),
        apart: () => together(waiting.apart),
        same: () => together(waiting.same),
        refill: async () => Object.assign(waiting, await fill()),
        plain: () => inFirm(stage, (tx) => writePlainly(tx, waiting.plain), false),
        refillPlain: async () => Object.assign(waiting, { plain: await prepared() }),
        action: () => recordArray(stage, commands()),
      },
      { rounds: stage.small ? 1 : 25, warmUps: stage.small ? 0 : 5 },
    );
    const after = await storageOf(stage.database);
    const rate = (name: string, ms: number, target?: Target): Figure => ({
      name,
      value: (size / ms) * 1000,
      unit: '/s',
      target,
    });
    return [
      rate('Bulk, in the store, one connection', times.store.median),
      rate(
        'Bulk, in the store, two connections, each with jobs of its own',
        times.apart.median / 2,
        atLeast(30_000, '/s'),
      ),
      rate(`– both on the same ${jobsPerBatch} jobs`, times.same.median / 2),
      rate('Bulk, arrays through the action', times.action.median),
      rate('Bulk, plain SQL with the same rows and indexes', times.plain.median),
      {
        name: '– store ÷ plain SQL, time',
        value: times.store.median / times.plain.median,
        unit: '×',
        target: atMost(3, '×'),
      },
      {
        name: 'Bytes grown per time entry, live',
        value: (after.allBytes - before.allBytes) / (after.entries - before.entries),
        unit: 'bytes',
        target: atMost(700, 'bytes'),
      },
    ];
  },
};

function inFirm<T>(stage: Stage, work: (tx: Tx) => Promise<T>, fenced = true): Promise<T> {
  const { firmId } = stage.context.principal;
  if (fenced) return stage.database.inFirm(firmId, work, { byKey: true });
  return stage.database.asInstallation((tx) => work({ ...tx, firmId }));
}

async function saveBatch({ context }: Stage, tx: Tx, { rows, journals }: Prepared): Promise<void> {
  await Promise.all([
    insertTimeEntries(tx, rows),
    post(tx, { journals, actorId: context.principal.actorId }),
  ]);
}

async function recordArray({ context }: Stage, commands: TimeCommand[]): Promise<void> {
  const recorded = await recordTimeEntries(withRequestKey(context), commands);
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.refusals.slice(0, 3)));
}
