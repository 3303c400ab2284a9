// Whatever is typed into a timesheet goes through here on its way to the server, so that no keystroke waits for the network
// and nothing typed is lost. A change is kept on this device before anything else happens to it, and stays there until the
// server has said what became of it; a page that opens later, in whatever tab, sends what it finds.
//
// Each change has a key of its own, under which the server does it once. So a change may be sent as often as it takes:
// after a broken connection, after a reload, from two tabs at the same time.
//
// A cell has at most two changes: one that was sent, which does not change any more until its answer is known, because it
// may have arrived; and one behind it, which the next thing typed replaces. When the first is answered, the second is
// about the entry that came of it.

import type { CellOutcome, CellToSave } from '../../api/timesheet.ts';
import { asProblem } from '../../api/problem.ts';

export type CellRow = {
  jobId: string;
  jobNumber: string;
  jobName: string;
  clientName: string;
  jobTaskId: string;
  taskName: string;
  taskIsBillable: boolean;
};

export type CellPlace = {
  staffId: string;
  weekStart: string;
  day: string;
  row: CellRow;
  /** Which entry of the cell, where it has several; null for the one that it has or will have. */
  entryId: string | null;
};

export type Change = CellPlace & {
  key: string;
  /** The entry as it was when this was typed; null when there was none. */
  entry: { id: string; version: number } | null;
  minutes: number;
  note: string | null;
  billable: boolean;
  /** Rises, so that changes are sent in the order in which they were typed, also after a reload. */
  at: number;
  state: 'waiting' | 'sending' | 'refused';
  /** It was sent before and no answer came, so it may have been done. */
  mayHaveArrived: boolean;
  /** Why the server refused it, for people. */
  problem: string | null;
};

export type Keeping = {
  keys(): string[];
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
};

type Sending = (
  week: { staffId: string; weekStart: string },
  cells: readonly CellToSave[],
) => Promise<CellOutcome[]>;

type OutboxOptions = {
  /** The person in a firm whose changes these are. */
  owner: string;
  keeping: Keeping;
  send: Sending;
  /** Told what became of a change, before it is forgotten. */
  onOutcome: (change: Change, outcome: CellOutcome) => void;
  later: (act: () => void, delayMs: number) => void;
  newKey: () => string;
};

const batchMax = 100;
const delaysMs = [1_000, 2_000, 4_000, 8_000, 15_000];
const gatherMs = 20;

type Trouble = { title: string };

export function cellKeyOf({
  staffId,
  day,
  row,
  entryId,
}: Pick<CellPlace, 'staffId' | 'day' | 'entryId'> & { row: { jobTaskId: string } }): string {
  return `${staffId}/${day}/${row.jobTaskId}/${entryId ?? ''}`;
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #prefix: string;
  readonly #listeners = new Set<() => void>();
  #changes: readonly Change[];
  #lastAt: number;
  #isSending = false;
  #failures = 0;
  #trouble: Trouble | null = null;
  #dueWithinMs = Infinity;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#prefix = `workledger.cell.${options.owner}.`;
    this.#changes = readKept(options.keeping, this.#prefix);
    this.#lastAt = this.#changes.reduce((last, { at }) => Math.max(last, at), 0);
  }

  readonly changes = (): readonly Change[] => this.#changes;

  /** Why what waits could not be sent at the last attempt. */
  readonly trouble = (): Trouble | null => this.#trouble;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly flush = (): void => this.#flushSoon(0);

  write(place: CellPlace, content: Pick<Change, 'entry' | 'minutes' | 'note' | 'billable'>): void {
    const cellKey = cellKeyOf(place);
    const replaced = this.#changes.filter((each) => cellKeyOf(each) === cellKey && !isUnderWay(each));
    for (const { key } of replaced) this.#options.keeping.remove(this.#prefix + key);
    this.#lastAt += 1;
    const change = this.#put({
      ...place,
      ...content,
      key: this.#options.newKey(),
      at: this.#lastAt,
      state: 'waiting',
      mayHaveArrived: false,
      problem: null,
    });
    this.#set([...this.#changes.filter((each) => !replaced.includes(each)), change]);
    this.#flushSoon(gatherMs);
  }

  /** Forgets a change that was refused. */
  drop(key: string): void {
    this.#options.keeping.remove(this.#prefix + key);
    this.#set(this.#changes.filter((change) => change.key !== key));
  }

  /** Sends what was refused once more, about the entry as it is now. */
  retry(key: string, entry: Change['entry']): void {
    const change = this.#changes.find((each) => each.key === key);
    if (change !== undefined) this.write(change, { ...change, entry });
  }

  /** Another tab of this browser has settled or replaced a change. */
  forgetElsewhere(storageKey: string): void {
    const here = this.#changes.find(({ key }) => this.#prefix + key === storageKey);
    if (here === undefined || here.state === 'sending') return;
    this.#set(this.#changes.filter((change) => change !== here));
  }

  #set(next: readonly Change[]): void {
    this.#changes = next;
    for (const listener of this.#listeners) listener();
  }

  #put(change: Change): Change {
    this.#options.keeping.set(this.#prefix + change.key, JSON.stringify(change));
    return change;
  }

  #flushSoon(delayMs: number): void {
    if (delayMs >= this.#dueWithinMs) return;
    this.#dueWithinMs = delayMs;
    this.#options.later(() => {
      this.#dueWithinMs = Infinity;
      void this.#send();
    }, delayMs);
  }

  /** Sends what waits of the week that waits longest; then the next. */
  async #send(): Promise<void> {
    const first = this.#changes.find(({ state }) => state === 'waiting');
    if (this.#isSending || first === undefined) return;
    const { staffId, weekStart } = first;
    const batch = firstOfEachCell(this.#changes)
      .filter((change) => change.state === 'waiting' && change.staffId === staffId)
      .filter((change) => change.weekStart === weekStart)
      .slice(0, batchMax);
    const sent = new Set(batch.map(({ key }) => key));
    this.#isSending = true;
    this.#set(
      this.#changes.map((change) =>
        sent.has(change.key) ? this.#put({ ...change, state: 'sending', mayHaveArrived: true }) : change,
      ),
    );
    try {
      const outcomes = await this.#options.send({ staffId, weekStart }, batch.map(cellOf));
      this.#failures = 0;
      this.#trouble = null;
      for (const [place, change] of batch.entries()) this.#settle(change, outcomes[place]!);
    } catch (error) {
      this.#giveUp(sent, error);
    } finally {
      this.#isSending = false;
    }
    if (!this.#changes.some(({ state }) => state === 'waiting')) return;
    this.#flushSoon(this.#failures === 0 ? 0 : delaysMs[Math.min(this.#failures, delaysMs.length) - 1]!);
  }

  #giveUp(sent: ReadonlySet<string>, error: unknown): void {
    const problem = asProblem(error);
    this.#failures += 1;
    // Signing in again makes a 401 pass; everything else that the server says is final.
    const mayPass = problem.isPassing || problem.said.status === 401;
    this.#trouble = mayPass ? { title: problem.said.title } : null;
    const left = mayPass
      ? { state: 'waiting' as const, mayHaveArrived: true, problem: null }
      : {
          state: 'refused' as const,
          mayHaveArrived: false,
          problem: problem.said.detail || problem.said.title,
        };
    this.#set(
      this.#changes.map((change) => (sent.has(change.key) ? this.#put({ ...change, ...left }) : change)),
    );
  }

  #settle(change: Change, outcome: CellOutcome): void {
    const cellKey = cellKeyOf(change);
    const behind = this.#changes.find((each) => cellKeyOf(each) === cellKey && each.key !== change.key);
    const isRefused = outcome.state === 'refused';
    if (isRefused && outcome.problems[0]?.code === 'requestInProgress') {
      // Another tab has it on the way at this moment; its answer is ours too.
      this.#set(
        this.#changes.map((each) =>
          each.key === change.key ? this.#put({ ...each, state: 'waiting', mayHaveArrived: true }) : each,
        ),
      );
      this.#failures += 1;
      return;
    }
    this.#options.onOutcome(change, outcome);
    if (isRefused && behind === undefined) {
      const problem = outcome.problems[0]?.detail ?? 'The server refused it.';
      const refused = { state: 'refused' as const, mayHaveArrived: false, problem };
      this.#set(
        this.#changes.map((each) => (each.key === change.key ? this.#put({ ...each, ...refused }) : each)),
      );
      return;
    }
    if (behind !== undefined && !isRefused) {
      const { entry } = outcome;
      const rebased = { ...behind, entry: entry && { id: entry.id, version: entry.version } };
      this.#set(this.#changes.map((each) => (each.key === behind.key ? this.#put(rebased) : each)));
    }
    this.drop(change.key);
  }
}

function readKept(keeping: Keeping, prefix: string): Change[] {
  const found = keeping
    .keys()
    .filter((key) => key.startsWith(prefix))
    .flatMap((key): Change[] => {
      try {
        const change = JSON.parse(keeping.get(key) ?? '') as Change;
        // What was on its way when the page closed may have arrived or not; its key makes that the same.
        return [{ ...change, state: change.state === 'sending' ? 'waiting' : change.state }];
      } catch {
        return [];
      }
    });
  return found.toSorted((a, b) => a.at - b.at);
}

function isUnderWay({ state, mayHaveArrived }: Change): boolean {
  return state === 'sending' || (state === 'waiting' && mayHaveArrived);
}

function firstOfEachCell(changes: readonly Change[]): Change[] {
  return [...Map.groupBy(changes, cellKeyOf).values()].map(([first]) => first!);
}

function cellOf({ key, entry, row, day, minutes, note, billable }: Change): CellToSave {
  const { jobId, jobTaskId } = row;
  return { key, entry, jobId, jobTaskId, workedOn: day, minutes, note, billable };
}
