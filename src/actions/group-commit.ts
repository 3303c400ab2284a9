// Group commit: while a few transactions of a firm are under way, calls that arrive meanwhile join the next one. At the
// peak many people save small things at the same moment, often on the same job; together they cost one round of
// statements and one flush to disk, and each still gets an answer of its own.
//
// A batch leaves as soon as a turn of the event loop brings it nobody more. So a single call waits for nothing, and at
// the peak, when the answers to one batch bring the next calls in a trickle, these do not leave in threes and fours.
// But where a crowd is at it, half of it is enough: while the database works for that half, this process reads what the
// other half asks, and neither waits for the other.
// For the same reason a second transaction is begun beside the first only for many calls, or once a few have waited long
// enough that the first may be held up.
//
// What calls cost is their transactions, so these are what is bounded: per firm, and over all firms together, whose batches
// then begin in the order in which they were ready. A firm whose turn has not come gathers on, so its batch is the larger.
// One that takes a second is waiting for a lock rather than working, and holds up nobody of another firm any longer.
//
// The batch must answer each call separately. When a batch fails as a whole, its calls are run again one by one, so
// that one defect cannot take others down with it.

import { groupCommitted } from '#store/signals.ts';

export type GroupCommit<Call, Answer> = (firmId: number, call: Call) => Promise<Answer>;

export type GroupCommitOptions<Call, Answer> = {
  /** Runs calls of one firm in one transaction; an answer per call, in order. */
  readonly runBatch: (firmId: number, calls: readonly Call[]) => Promise<readonly Answer[]>;
  /** What a call counts for, so that a batch stays bounded. */
  readonly sizeOf: (call: Call) => number;
  readonly batchSizeMax: number;
  /** Transactions of one firm at the same time. */
  readonly underWayMax: number;
  /** Of all firms. */
  readonly underWayOverallMax: number;
};

/** How many turns of the event loop a batch waits at most. */
const turnsMax = 20;
/** How many calls are worth a transaction beside one that is under way; fewer wait for it, but not for long. */
const besideMin = 16;
const patienceMs = 10;
const turnMsMax = 1_000;
/** How much of the crowd is still believed in after a batch that saw fewer. */
const crowdKept = 0.9;

type Waiting<Call, Answer> = {
  call: Call;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

export function groupCommit<Call, Answer>(
  options: GroupCommitOptions<Call, Answer>,
): GroupCommit<Call, Answer> {
  const firms = new Map<number, Firm<Call, Answer>>();
  const turns = openTurns(options.underWayOverallMax);
  return (firmId, call) =>
    new Promise<Answer>((resolve, reject) => {
      let firm = firms.get(firmId);
      if (firm === undefined)
        firms.set(firmId, (firm = openFirm(firmId, { ...options, turns }, () => firms.delete(firmId))));
      firm.add({ call, resolve, reject });
    });
}

/** Whoever begins gives the turn back; after a second it is taken away. */
type Turns = { take(begin: (giveBack: () => void) => void): void };

/** So many at once; whoever comes later begins when one gives its turn back, the first first. */
function openTurns(atOnceMax: number): Turns {
  const inLine: ((giveBack: () => void) => void)[] = [];
  let taken = 0;

  function advance(): void {
    while (taken < atOnceMax && inLine.length > 0) {
      taken += 1;
      let isHeld = true;
      const giveBack = () => {
        clearTimeout(timer);
        if (!isHeld) return;
        isHeld = false;
        taken -= 1;
        advance();
      };
      const timer = setTimeout(giveBack, turnMsMax).unref();
      inLine.shift()!(giveBack);
    }
  }
  return {
    take(begin) {
      inLine.push(begin);
      advance();
    },
  };
}

type Firm<Call, Answer> = { add(waiting: Waiting<Call, Answer>): void };

function openFirm<Call, Answer>(
  firmId: number,
  options: GroupCommitOptions<Call, Answer> & { readonly turns: Turns },
  onIdle: () => void,
): Firm<Call, Answer> {
  const waiting: Waiting<Call, Answer>[] = [];
  let underWay = 0;
  let callsUnderWay = 0;
  let crowd = 0;
  let gathering = false;
  let patience: NodeJS.Timeout | undefined;

  /** Begins to make the next batch, if it may leave now. */
  function gather(): void {
    if (gathering || waiting.length === 0 || underWay >= options.underWayMax) return;
    if (underWay === 0 || waiting.length >= besideMin) waitATurn(1);
    else patience ??= setTimeout(waitATurn, patienceMs, 1);
  }

  /** Lets the batch leave after a turn of the event loop that brought nobody. */
  function waitATurn(turn: number): void {
    gathering = true;
    clearTimeout(patience);
    patience = undefined;
    const before = waiting.length;
    setImmediate(() => {
      // The first turn may be the rest of the one in which the call arrived.
      const isGrowing = turn === 1 || waiting.length > before;
      const isHalf = waiting.length >= Math.max(besideMin, crowd / 2);
      if (isGrowing && !isHalf && turn < turnsMax) waitATurn(turn + 1);
      else options.turns.take(start);
    });
  }

  function start(giveBack: () => void): void {
    gathering = false;
    underWay += 1;
    crowd = Math.max(waiting.length + callsUnderWay, crowd * crowdKept);
    const batch = takeBatch(options, waiting);
    callsUnderWay += batch.length;
    void run(firmId, options, batch).finally(() => {
      underWay -= 1;
      callsUnderWay -= batch.length;
      giveBack();
      if (underWay === 0 && waiting.length === 0) onIdle();
      else gather();
    });
    gather();
  }

  return {
    add(call) {
      waiting.push(call);
      gather();
    },
  };
}

function takeBatch<Call, Answer>(
  { sizeOf, batchSizeMax }: GroupCommitOptions<Call, Answer>,
  waiting: Waiting<Call, Answer>[],
): Waiting<Call, Answer>[] {
  let size = 0;
  let count = 0;
  while (count < waiting.length) {
    size += sizeOf(waiting[count]!.call);
    if (count > 0 && size > batchSizeMax) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

async function run<Call, Answer>(
  firmId: number,
  options: GroupCommitOptions<Call, Answer>,
  batch: readonly Waiting<Call, Answer>[],
): Promise<void> {
  const begunMs = performance.now();
  try {
    const calls = batch.map(({ call }) => call);
    const answers = await options.runBatch(firmId, calls);
    if (groupCommitted.isHeard())
      groupCommitted.tell({ calls: batch.length, durationMs: performance.now() - begunMs });
    for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!);
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(error);
    for (const alone of batch) await run(firmId, options, [alone]);
  }
}
