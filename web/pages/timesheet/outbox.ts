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
  firmId: string;
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

export type Trouble = { title: string; mayPass: boolean };
export type Outbox = ReturnType<typeof makeOutbox>;

export function cellKeyOf({
  staffId,
  day,
  row,
  entryId,
}: Pick<CellPlace, 'staffId' | 'day' | 'entryId'> & { row: { jobTaskId: string } }): string {
  return `${staffId}/${day}/${row.jobTaskId}/${entryId ?? ''}`;
}

export function makeOutbox({ firmId, keeping, send, onOutcome, later, newKey }: OutboxOptions) {
  const prefix = `workledger.cell.${firmId}.`;
  let changes: readonly Change[] = load();
  let lastAt = changes.reduce((last, { at }) => Math.max(last, at), 0);
  let isSending = false;
  let failures = 0;
  let trouble: Trouble | null = null;
  let isDue = false;
  const listeners = new Set<() => void>();

  function load(): Change[] {
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

  function set(next: readonly Change[]): void {
    changes = next;
    for (const listener of listeners) listener();
  }

  function put(change: Change): Change {
    keeping.set(prefix + change.key, JSON.stringify(change));
    return change;
  }

  function write(place: CellPlace, content: Pick<Change, 'entry' | 'minutes' | 'note' | 'billable'>): void {
    const cellKey = cellKeyOf(place);
    const replaced = changes.filter((change) => cellKeyOf(change) === cellKey && !isUnderWay(change));
    for (const { key } of replaced) keeping.remove(prefix + key);
    lastAt += 1;
    const change = put({
      ...place,
      ...content,
      key: newKey(),
      at: lastAt,
      state: 'waiting',
      mayHaveArrived: false,
      problem: null,
    });
    set([...changes.filter((each) => !replaced.includes(each)), change]);
    flushSoon(gatherMs);
  }

  function drop(key: string): void {
    keeping.remove(prefix + key);
    set(changes.filter((change) => change.key !== key));
  }

  function flushSoon(delayMs: number): void {
    if (isDue) return;
    isDue = true;
    later(() => {
      isDue = false;
      void flush();
    }, delayMs);
  }

  /** Sends what waits of the oldest week that has something waiting; then the next. */
  async function flush(): Promise<void> {
    if (isSending) return;
    const first = changes.find(({ state }) => state === 'waiting');
    if (first === undefined) return;
    const { staffId, weekStart } = first;
    const ofWeek = firstOfEachCell(changes)
      .filter((change) => change.state === 'waiting' && change.staffId === staffId)
      .filter((change) => change.weekStart === weekStart)
      .slice(0, batchMax);
    isSending = true;
    const sent = new Set(ofWeek.map(({ key }) => key));
    set(
      changes.map((change) =>
        sent.has(change.key) ? put({ ...change, state: 'sending', mayHaveArrived: true }) : change,
      ),
    );
    try {
      const outcomes = await send(first, ofWeek.map(cellOf));
      failures = 0;
      trouble = null;
      for (const [place, change] of ofWeek.entries()) settle(change, outcomes[place]!);
    } catch (error) {
      giveUp(sent, error);
    } finally {
      isSending = false;
    }
    if (changes.some(({ state }) => state === 'waiting')) {
      flushSoon(failures === 0 ? 0 : delaysMs[Math.min(failures, delaysMs.length) - 1]!);
    }
  }

  function giveUp(sent: ReadonlySet<string>, error: unknown): void {
    const problem = asProblem(error);
    failures += 1;
    // Signing in again makes a 401 pass; everything else that the server says is final.
    const mayPass = problem.isPassing || problem.said.status === 401;
    trouble = { title: problem.said.title, mayPass };
    set(
      changes.map((change) =>
        sent.has(change.key)
          ? put({
              ...change,
              state: mayPass ? 'waiting' : 'refused',
              mayHaveArrived: mayPass,
              problem: mayPass ? null : problem.said.detail || problem.said.title,
            })
          : change,
      ),
    );
  }

  function settle(change: Change, outcome: CellOutcome): void {
    onOutcome(change, outcome);
    const cellKey = cellKeyOf(change);
    const behind = changes.find((each) => cellKeyOf(each) === cellKey && each.key !== change.key);
    const isRefused = outcome.state === 'refused';
    if (isRefused && behind === undefined) {
      const detail = outcome.problems[0]?.detail ?? 'The server refused it.';
      set(
        changes.map((each) =>
          each.key === change.key
            ? put({ ...each, state: 'refused', mayHaveArrived: false, problem: detail })
            : each,
        ),
      );
      return;
    }
    if (behind !== undefined && !isRefused) {
      const { entry } = outcome;
      const rebased = { ...behind, entry: entry && { id: entry.id, version: entry.version } };
      set(changes.map((each) => (each.key === behind.key ? put(rebased) : each)));
    }
    drop(change.key);
  }

  return {
    write,
    /** Forgets a change that was refused. */
    drop,
    /** Sends what was refused once more, about the entry as it is now. */
    retry(key: string, entry: Change['entry']) {
      const change = changes.find((each) => each.key === key);
      if (change === undefined) return;
      write(change, { ...change, entry });
    },
    flush: () => flushSoon(0),
    changes: () => changes,
    /** Why what waits could not be sent at the last attempt. */
    trouble: () => trouble,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Another tab of this browser has settled or replaced a change. */
    forgetElsewhere(storageKey: string) {
      if (!storageKey.startsWith(prefix)) return;
      const key = storageKey.slice(prefix.length);
      const here = changes.find((change) => change.key === key);
      if (here !== undefined && here.state !== 'sending') set(changes.filter((change) => change !== here));
    },
  };
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
