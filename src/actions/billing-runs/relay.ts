// How a run that has the machine to itself uses both of its processors: a chunk is drawn up and posted while those before
// it are still under way, each in a transaction of its own. What comes in the order of the plan, the taking of numbers and
// the saying what became of parts, a chunk does when the one before it is committed, and not at all when that one failed.
//
// Two under way would leave a processor idle while one of them waits for its first answers or for the disk; the third has
// work then. No more is begun once somebody else is at work or waits for the queue.

const underWayMax = 3;

export type Leg<Outcome> = {
  /** Resolves when it is known what the chunk does, or when it has ended. */
  readonly claimed: Promise<void>;
  /** At these places of the plan. */
  readonly places: readonly number[];
  /** Whether another may be begun behind it before it has ended. */
  readonly isFollowed: boolean;
  readonly ended: Promise<Outcome>;
};

type Relay<Outcome> = {
  /** Begins a chunk behind those that are under way. */
  readonly begin: (underWay: readonly Leg<Outcome>[]) => Leg<Outcome>;
  readonly mayGoOn: () => Promise<boolean>;
  readonly isOver: (outcome: Outcome) => boolean;
};

/** Answers what came of the last chunk. When one fails, that is told when none is under way any more. */
export async function runRelay<Outcome>({ begin, mayGoOn, isOver }: Relay<Outcome>): Promise<Outcome> {
  const underWay = [begin([])];
  try {
    for (let goesOn = true; ;) {
      while (goesOn && (await isFollowed(underWay))) {
        goesOn = await mayGoOn();
        if (goesOn) underWay.push(begin([...underWay]));
      }
      const outcome = await underWay[0]!.ended;
      underWay.shift();
      if (isOver(outcome)) return outcome;
      if (underWay.length > 0) continue;
      if (!goesOn || !(await mayGoOn())) return outcome;
      underWay.push(begin([]));
    }
  } finally {
    await Promise.allSettled(underWay.map(({ ended }) => ended));
  }
}

async function isFollowed(underWay: readonly Leg<unknown>[]): Promise<boolean> {
  if (underWay.length === underWayMax) return false;
  const last = underWay.at(-1)!;
  await last.claimed;
  return last.isFollowed;
}

/** A leg as its chunk sees it. */
export type OwnLeg = {
  /** Says what the chunk does. */
  claims(places: readonly number[], isFollowed: boolean): void;
};

export function beginLeg<Outcome>(work: (leg: OwnLeg) => Promise<Outcome>): Leg<Outcome> {
  const { promise: claimed, resolve } = Promise.withResolvers<void>();
  let own: { readonly places: readonly number[]; readonly isFollowed: boolean } = {
    places: [],
    isFollowed: false,
  };
  const ended = work({
    claims(places, isFollowed) {
      own = { places, isFollowed };
      resolve();
    },
  });
  void ended.catch(() => {}).finally(resolve);
  return {
    claimed,
    get places() {
      return own.places;
    },
    get isFollowed() {
      return own.isFollowed;
    },
    ended,
  };
}
