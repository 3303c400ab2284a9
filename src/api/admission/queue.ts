// Who may begin now, who waits, and who is told to come back. Pure: whoever uses it says what time it is, so that tests
// play a flood through in no time.
//
// Requests come in classes of work, and each class has a line of its own. Classes share the slots of the process (a slot
// stands for a connection to the database): what people wait for comes first, then reports, then runs and files. Each
// class has slots that the others leave free for it, so none starves, and a most, so none takes all.
//
// Within a line, firms take turns, however many requests each has there; and a firm never has all the slots of a class, so
// that another one that comes begins at once.
//
// Nobody waits in vain. A request that would not begin within the patience of its class is refused when it arrives, as
// far as that can be told from how fast the line has moved; one that has waited longer is refused before it begins. While
// a line has not been empty for two seconds, patience is short: then waiting does not even out a burst, it only makes
// everybody late. In a full line, the newest request of the firm with most of them makes place for one of a firm with
// fewer.

export const workClasses = ['interactive', 'recording', 'report', 'bulk'] as const;
export type WorkClass = (typeof workClasses)[number];

export type ClassLimits = {
  readonly runningMax: number;
  readonly firmRunningMax: number;
  /** Slots that the other classes leave free for it; null for a class whose requests join and need no slot each. */
  readonly slotsKept: number | null;
  readonly waitingMax: number;
  readonly patienceMs: number;
  /** The same where the line has not been empty for a while. */
  readonly strainedPatienceMs: number;
};

export type Limits = { readonly slots: number; readonly classes: Readonly<Record<WorkClass, ClassLimits>> };

export type RefusedWhy = 'full' | 'late';

/** A request on its way. It is told once: to begin, or why not. */
export type Visitor = {
  readonly work: WorkClass;
  /** Who takes turns with others: a firm, or an address where there is none. */
  readonly firm: string;
  begin(waitedMs: number): void;
  refuse(why: RefusedWhy): void;
};

export type Queue = {
  /** Whether a request would be refused if it arrived now. */
  isHopeless(work: WorkClass, firm: string, nowMs: number): boolean;
  arrive(visitor: Visitor, nowMs: number): void;
  /** One that had begun is done, or one that waited is gone. */
  leave(visitor: Visitor, nowMs: number): void;
  /** Refuses those that have waited too long. */
  sweep(nowMs: number): void;
  /** Whether anybody waits. */
  isWaiting(): boolean;
  stateOf(work: WorkClass): { readonly running: number; readonly waiting: number };
};

type Waiting = { readonly visitor: Visitor; readonly arrivedMs: number };
type Firm = { readonly name: string; readonly waiting: Waiting[]; running: number };

type Line = {
  readonly limits: ClassLimits;
  readonly firms: Map<string, Firm>;
  /** Firms that wait, the next one first. */
  readonly turns: Firm[];
  running: number;
  waiting: number;
  /** When nobody waited for the last time. */
  emptyAtMs: number;
  /** How long after one another those that had waited began lately, and the last of them. */
  paceMs: number;
  begunAtMs: number | undefined;
};

const strainedAfterMs = 2_000;
/** How much the newest of them counts. */
const paceShare = 0.1;

export function openQueue({ slots, classes }: Limits): Queue {
  const lines = Object.fromEntries(workClasses.map((work) => [work, openLine(classes[work])])) as Record<
    WorkClass,
    Line
  >;
  const sharing = workClasses.map((work) => lines[work]).filter(({ limits }) => limits.slotsKept !== null);

  function hasSlot(line: Line): boolean {
    if (line.running >= line.limits.runningMax) return false;
    if (line.limits.slotsKept === null) return true;
    let taken = 0;
    for (const other of sharing)
      taken += other === line ? other.running : Math.max(other.running, other.limits.slotsKept ?? 0);
    return taken < slots;
  }

  function advance(nowMs: number): void {
    for (const work of workClasses) {
      const line = lines[work];
      while (line.waiting > 0 && hasSlot(line)) {
        const next = takeNext(line, nowMs);
        if (next === undefined) break;
        next.visitor.begin(nowMs - next.arrivedMs);
      }
    }
  }

  return {
    isHopeless: (work, firm, nowMs) => isHopeless(lines[work], lines[work].firms.get(firm), nowMs),
    arrive(visitor, nowMs) {
      const line = lines[visitor.work];
      const firm = firmIn(line, visitor.firm);
      if (line.waiting === 0) line.emptyAtMs = nowMs;
      if (isHopeless(line, firm, nowMs)) visitor.refuse('full');
      else {
        if (firm.waiting.length === 0) line.turns.push(firm);
        firm.waiting.push({ visitor, arrivedMs: nowMs });
        line.waiting += 1;
        advance(nowMs);
        if (line.waiting > line.limits.waitingMax) refuseNewest(line);
      }
      forget(line, firm);
    },
    leave(visitor, nowMs) {
      const line = lines[visitor.work];
      const firm = line.firms.get(visitor.firm);
      if (firm === undefined) return;
      const place = firm.waiting.findIndex((waiting) => waiting.visitor === visitor);
      if (place >= 0) {
        firm.waiting.splice(place, 1);
        line.waiting -= 1;
        if (firm.waiting.length === 0) line.turns.splice(line.turns.indexOf(firm), 1);
      } else {
        firm.running -= 1;
        line.running -= 1;
      }
      forget(line, firm);
      advance(nowMs);
    },
    sweep(nowMs) {
      for (const work of workClasses) sweepLine(lines[work], nowMs);
      advance(nowMs);
    },
    isWaiting: () => workClasses.some((work) => lines[work].waiting > 0),
    stateOf: (work) => ({ running: lines[work].running, waiting: lines[work].waiting }),
  };
}

function openLine(limits: ClassLimits): Line {
  return {
    limits,
    firms: new Map(),
    turns: [],
    running: 0,
    waiting: 0,
    emptyAtMs: 0,
    paceMs: 0,
    begunAtMs: undefined,
  };
}

function firmIn({ firms }: Line, name: string): Firm {
  let firm = firms.get(name);
  if (firm === undefined) firms.set(name, (firm = { name, waiting: [], running: 0 }));
  return firm;
}

/** Firms come and go; one that has nothing here is not remembered. */
function forget({ firms }: Line, firm: Firm): void {
  if (firm.running === 0 && firm.waiting.length === 0) firms.delete(firm.name);
}

function isHopeless(line: Line, firm: Firm | undefined, nowMs: number): boolean {
  const own = firm?.waiting.length ?? 0;
  if (line.waiting >= line.limits.waitingMax && own + 1 >= longest(line).waiting.length) return true;
  // Its turn comes after as many turns of everybody who waits. Whoever has nobody before them may always try.
  const firmsWaiting = line.turns.length + (own === 0 ? 1 : 0);
  return own * firmsWaiting * line.paceMs > patienceMs(line, nowMs);
}

function patienceMs({ limits, waiting, emptyAtMs }: Line, nowMs: number): number {
  const isStrained = waiting > 0 && nowMs - emptyAtMs > strainedAfterMs;
  return isStrained ? limits.strainedPatienceMs : limits.patienceMs;
}

function longest({ turns }: Line): Firm {
  return turns.reduce((most, firm) => (firm.waiting.length > most.waiting.length ? firm : most));
}

function refuseNewest(line: Line): void {
  const { visitor } = longest(line).waiting.pop()!;
  line.waiting -= 1;
  visitor.refuse('full');
}

/** From the firm whose turn it is, as long as it may have another slot; those that are late are refused on the way. */
function takeNext(line: Line, nowMs: number): Waiting | undefined {
  for (let turnsLeft = line.turns.length; turnsLeft > 0; turnsLeft -= 1) {
    const firm = line.turns.shift()!;
    refuseLate(line, firm, nowMs);
    const mayBegin = firm.running < line.limits.firmRunningMax;
    const next = mayBegin ? firm.waiting.shift() : undefined;
    if (firm.waiting.length > 0) line.turns.push(firm);
    else if (next === undefined) forget(line, firm);
    if (next === undefined) continue;
    line.waiting -= 1;
    line.running += 1;
    firm.running += 1;
    keepPace(line, nowMs);
    return next;
  }
  return undefined;
}

function refuseLate(line: Line, firm: Firm, nowMs: number): void {
  const arrivedSinceMs = nowMs - patienceMs(line, nowMs);
  while (firm.waiting.length > 0 && firm.waiting[0]!.arrivedMs < arrivedSinceMs) {
    const { visitor } = firm.waiting.shift()!;
    line.waiting -= 1;
    visitor.refuse('late');
  }
}

function sweepLine(line: Line, nowMs: number): void {
  const waiting = line.turns.splice(0);
  for (const firm of waiting) {
    refuseLate(line, firm, nowMs);
    if (firm.waiting.length > 0) line.turns.push(firm);
    else forget(line, firm);
  }
}

/** Only what begins while others still wait says how fast the line moves. */
function keepPace(line: Line, nowMs: number): void {
  if (line.begunAtMs !== undefined) line.paceMs += paceShare * (nowMs - line.begunAtMs - line.paceMs);
  line.begunAtMs = line.waiting > 0 ? nowMs : undefined;
}
