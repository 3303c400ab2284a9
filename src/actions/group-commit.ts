// Group commit: while a few transactions of a firm are under way, calls that arrive meanwhile join the next one. At the
// peak many people save small things at the same moment, often on the same job; together they cost one round of
// statements and one flush to disk, and each still gets an answer of its own.
//
// The batch must answer each call separately. When a batch fails as a whole, its calls are run again one by one, so
// that one defect cannot take others down with it.

export type GroupCommit<Call, Answer> = (firmId: number, call: Call) => Promise<Answer>;

export type GroupCommitOptions<Call, Answer> = {
  /** Runs calls of one firm in one transaction; an answer per call, in order. */
  readonly runBatch: (firmId: number, calls: readonly Call[]) => Promise<readonly Answer[]>;
  /** What a call counts for, so that a batch stays bounded. */
  readonly sizeOf: (call: Call) => number;
  readonly batchSizeMax: number;
  /** Transactions of one firm at the same time. */
  readonly underWayMax: number;
};

type Waiting<Call, Answer> = {
  call: Call;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

export function groupCommit<Call, Answer>(
  options: GroupCommitOptions<Call, Answer>,
): GroupCommit<Call, Answer> {
  const firms = new Map<number, { waiting: Waiting<Call, Answer>[]; underWay: number }>();

  function submit(firmId: number, call: Call): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      let firm = firms.get(firmId);
      if (firm === undefined) firms.set(firmId, (firm = { waiting: [], underWay: 0 }));
      firm.waiting.push({ call, resolve, reject });
      // Calls that arrive in the same turn of the event loop travel together.
      if (firm.underWay < options.underWayMax && firm.waiting.length === 1) setImmediate(() => start(firmId));
    });
  }

  function start(firmId: number): void {
    const firm = firms.get(firmId);
    if (firm === undefined || firm.waiting.length === 0 || firm.underWay >= options.underWayMax) return;
    const batch = takeBatch(firm.waiting);
    firm.underWay += 1;
    void run(firmId, batch).finally(() => {
      firm.underWay -= 1;
      if (firm.waiting.length > 0) start(firmId);
      else if (firm.underWay === 0) firms.delete(firmId);
    });
  }

  function takeBatch(waiting: Waiting<Call, Answer>[]): Waiting<Call, Answer>[] {
    let size = 0;
    let count = 0;
    while (count < waiting.length) {
      size += options.sizeOf(waiting[count]!.call);
      if (count > 0 && size > options.batchSizeMax) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  async function run(firmId: number, batch: Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await options.runBatch(
        firmId,
        batch.map(({ call }) => call),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!);
    } catch (error) {
      if (batch.length === 1) return batch[0]!.reject(error);
      for (const waiting of batch) await run(firmId, [waiting]);
    }
  }

  return submit;
}
