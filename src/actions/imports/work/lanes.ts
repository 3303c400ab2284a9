// Two connections that post the time of an import at once, each a lane with the jobs that are its own. So neither waits for
// the other's jobs, and within a job everything is posted in the order of the files. That order is all there is to keep:
// an entry moves the balances of its own job and of no other (store/ledger/post.ts), and time comes before everything else
// of an import that looks at what is open.
//
// A lane keeps how far it has come, and what it has counted, in the transaction of its work. After a stop each goes on
// behind its own place.

import type { Tx } from '#store/database.ts';
import { updateImport, updateLane, type KeptLane } from '#store/imports/batches.ts';
import { count, inChunk, inChunkByKey, keepPlace, type Counts, type ImportRun } from '../run.ts';

const lanesUsual = 2;

/** What a lane does in a transaction, and adds to its counts. */
export type LaneWork = (tx: Tx, counts: Counts) => Promise<void>;

export class Lanes {
  readonly #run: ImportRun;
  readonly #kept: KeptLane[];
  /** What each lane does last; rejected once it has failed, and then it does no more. */
  readonly #tails: Promise<void>[];

  private constructor(run: ImportRun, kept: readonly KeptLane[]) {
    this.#run = run;
    this.#kept = [...kept];
    this.#tails = kept.map(() => Promise.resolve());
  }

  /** Goes on with the lanes of an import that was stopped, or begins with new ones. */
  static async open(run: ImportRun, place: number): Promise<Lanes> {
    const { id, lanes } = run.batch;
    if (lanes.length > 0) return new Lanes(run, lanes);
    const begun = Array.from({ length: lanesUsual }, () => ({ place, counts: {} }));
    await inChunk(run, async (tx) => {
      await keepPlace(tx, run, 'time', { date: null, place });
      await updateImport(tx, id, { lanes: begun });
    });
    return new Lanes(run, begun);
  }

  get count(): number {
    return this.#kept.length;
  }

  /** The last record that no lane has yet to do anything with. */
  get place(): number {
    return Math.min(...this.#kept.map(({ place }) => place));
  }

  laneOf(jobId: number): number {
    return jobId % this.count;
  }

  /** Whether a lane has been past this place before the import was stopped. */
  isPast(lane: number, place: number): boolean {
    return this.#kept[lane]!.place >= place;
  }

  /** Puts work in line; done when it is committed, with the place up to which the lane has come by it. */
  send(lane: number, place: number, work: LaneWork): Promise<void> {
    const sent = this.#tails[lane]!.then(() => this.#commit([lane], place, work));
    sent.catch(() => {});
    this.#tails[lane] = sent;
    return sent;
  }

  /** Work on jobs of any lane: begins when all lanes have done theirs, and they wait for it. The first one counts it. */
  sendAlone(place: number, work: LaneWork): Promise<void> {
    const every = this.#kept.map((_, lane) => lane);
    const sent = Promise.all(this.#tails).then(() => this.#commit(every, place, work));
    sent.catch(() => {});
    for (const lane of every) this.#tails[lane] = sent;
    return sent;
  }

  async #commit(lanes: readonly number[], place: number, work: LaneWork): Promise<void> {
    const counts = structuredClone(this.#kept[lanes[0]!]!.counts) as Counts;
    const kept = lanes.map((lane, index) => ({
      place: Math.max(place, this.#kept[lane]!.place),
      counts: index === 0 ? counts : this.#kept[lane]!.counts,
    }));
    await inChunkByKey(this.#run, async (tx) => {
      await work(tx, counts);
      for (const [index, lane] of lanes.entries())
        await updateLane(tx, this.#run.batch.id, lane, kept[index]!);
    });
    for (const [index, lane] of lanes.entries()) this.#kept[lane] = kept[index]!;
  }

  /** Ends the stage: what the lanes have counted is counted with the rest. */
  async close(): Promise<void> {
    await Promise.all(this.#tails);
    const run = this.#run;
    for (const { counts } of this.#kept) addCounts(run.counts, counts as Counts);
    await inChunk(run, async (tx) => {
      await updateImport(tx, run.batch.id, { lanes: [] });
      await keepPlace(tx, run, 'costs', { date: null, place: 0 });
    });
  }

  /** However it went, nothing is left under way: whoever goes on later must find it ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#tails);
  }
}

function addCounts(counts: Counts, more: Counts): void {
  for (const [kind, kindCounts] of Object.entries(more)) {
    for (const [what, by] of Object.entries(kindCounts))
      count(counts, kind, what as keyof typeof kindCounts, by);
  }
}
