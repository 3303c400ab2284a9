// How a run that has the machine to itself uses both of its processors: a chunk is drawn up and posted while the one before
// it is still under way, each in a transaction of its own. What comes in the order of the plan, the taking of numbers and
// the saying what became of parts, a chunk does when the one before it is committed, and not at all when that one failed.
//
// So there are never more than two under way, and no more is begun once somebody else is at work or waits for the queue.

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
  /** Begins a chunk behind one that is under way, or with none under way. */
  readonly begin: (before: Leg<Outcome> | null) => Leg<Outcome>;
  readonly mayGoOn: () => Promise<boolean>;
  readonly isOver: (outcome: Outcome) => boolean;
};

/** Answers what came of the last chunk. When one fails, that is told when none is under way any more. */
export async function runRelay<Outcome>({ begin, mayGoOn, isOver }: Relay<Outcome>): Promise<Outcome> {
  let last = begin(null);
  let next: Leg<Outcome> | null = null;
  try {
    for (;;) {
      await last.claimed;
      const goesOn = await mayGoOn();
      next = goesOn && last.isFollowed ? begin(last) : null;
      const outcome = await last.ended;
      if (isOver(outcome) || !goesOn) return outcome;
      last = next ?? begin(null);
      next = null;
    }
  } finally {
    await Promise.allSettled([last.ended, next?.ended]);
  }
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
