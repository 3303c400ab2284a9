// Batches of a thousand: the action that the API calls, the store alone, and a plain-SQL minimum that writes the same
// rows into tables with the same indexes and no keys to others, no checks of who may, no ledger to answer for.

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
    // Made before the clock starts: what is compared is the store.
    const prepared = async (): Promise<Prepared> =>
      prepare(await itemIdsOf(stage.database).take(size), commands());
    const waiting = {
      store: await prepared(),
      twoA: await prepared(),
      twoB: await prepared(),
      plain: await prepared(),
    };
    const before = await storageOf(stage.database);
    const times = await inTurns(
      {
        store: () => inFirm(stage, (tx) => saveBatch(stage, tx, waiting.store)),
        refill: async () =>
          Object.assign(waiting, { store: await prepared(), twoA: await prepared(), twoB: await prepared() }),
        two: () =>
          Promise.all(
            [waiting.twoA, waiting.twoB].map((batch) => inFirm(stage, (tx) => saveBatch(stage, tx, batch))),
          ),
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
      rate('Bulk, in the store, one connection', times.store.median, atLeast(30_000, '/s')),
      rate('Bulk, in the store, two connections', times.two.median / 2, atLeast(30_000, '/s')),
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
