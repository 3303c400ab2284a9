// Word of what changes, from whoever writes to whoever looks. Each process has one hub. Whoever wrote leaves word with
// it: a firm and topics. The hub gathers words for a moment and sends them to all processes in one notice; each hub
// hands what it hears to its own subscribers.
//
// What must not change:
// - Nothing waits for word to arrive, and a write never fails because word could not be sent.
// - Words may be lost (a connection breaks, a process dies). Subscribers are then told `resync`: to look again at all.
//   A hub that does not hear its own notices knows that it has gone deaf.
// - A slow subscriber costs nothing: what it has not fetched yet is one set of topics.

import { randomUUID } from 'node:crypto';
import type { Database } from '#store/database.ts';
import { listenForNotices, sendNotice, type Listening, type Notice, type Told } from '#store/live.ts';

export type News =
  | { readonly kind: 'ready' | 'resync' }
  | {
      readonly kind: 'changed';
      readonly topics: readonly string[];
      /** Those of the topics that nobody but the subscriber changed. */
      readonly own: readonly string[];
    };

export type Subscriber = {
  readonly firmId: number;
  /** Whether they may know that something changed there. */
  readonly mayHear: (topic: string) => boolean;
  /** How they name themselves with what they write; '' where they do not. */
  readonly watcher: string;
};

export type Subscription = {
  /** What there is to tell, as soon as there is something; undefined when the subscription has ended. */
  readonly next: () => Promise<News | undefined>;
  readonly end: () => void;
};

export type LiveHub = {
  /** To be called after what it tells of is committed; `watcher` is whose doing it was, where they look on themselves. */
  leaveWord(firmId: number, topics: readonly string[], watcher?: string): void;
  /** Undefined when there are as many subscribers as there may be. */
  subscribe(subscriber: Subscriber): Promise<Subscription | undefined>;
  close(): Promise<void>;
};

export type HubOptions = {
  /** Between two notices, in milliseconds. */
  readonly gatherFor: number;
  readonly ofFirmMax: number;
  readonly ofProcessMax: number;
  /** In milliseconds: until listening is tried again, and until a notice of one's own is missed. */
  readonly listenAgainAfter: number;
  readonly missedAfter: number;
};

const usual: HubOptions = {
  gatherFor: 200,
  ofFirmMax: 300,
  ofProcessMax: 3_000,
  listenAgainAfter: 1_000,
  missedAfter: 5_000,
};

export function openLiveHub(database: Database, options: Partial<HubOptions> = {}): LiveHub {
  const settings = { ...usual, ...options };
  const name = randomUUID();
  const subscribers = openSubscribers(settings);
  const ear = openEar(database, settings, {
    lost: () => subscribers.resync(),
    notice({ from, firms }) {
      if (from === name) ear.echoed();
      for (const [firmId, told] of firms) subscribers.tell(firmId, told);
    },
  });
  const mouth = openMouth(settings, async (firms) => {
    await sendNotice(database, { from: name, firms });
    ear.expectEcho();
  });
  return {
    leaveWord: (firmId, topics, watcher = '') => mouth.say(firmId, topics, watcher),
    async subscribe(subscriber) {
      const subscription = subscribers.add(subscriber);
      if (subscription !== undefined) await ear.open();
      return subscription;
    },
    async close() {
      subscribers.endAll();
      await mouth.close();
      await ear.close();
    },
  };
}

type Words = Map<number, Map<string, string>>;

/** What two watchers did is nobody's own. */
function addWord(known: Map<string, string>, topic: string, watcher: string): void {
  const before = known.get(topic) ?? watcher;
  known.set(topic, before === watcher ? watcher : '');
}

/** Gathers words and sends them: at once after a quiet time, and otherwise when the time between notices is over. */
function openMouth({ gatherFor }: HubOptions, send: (words: Words) => Promise<void>) {
  let words: Words = new Map();
  let lastSent = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const say = (firmId: number, told: Iterable<readonly [topic: string, watcher: string]>) => {
    const known = words.get(firmId) ?? new Map<string, string>();
    for (const [topic, watcher] of told) addWord(known, topic, watcher);
    if (known.size > 0) words.set(firmId, known);
  };
  const schedule = () => {
    if (words.size === 0 || timer !== undefined || sending !== undefined) return;
    const wait = Math.max(0, lastSent + gatherFor - performance.now());
    timer = setTimeout(() => void flush(), wait).unref();
  };
  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const said = words;
    words = new Map();
    lastSent = performance.now();
    sending = send(said).catch(() => {
      for (const [firmId, told] of said) say(firmId, told);
    });
    await sending;
    sending = undefined;
    schedule();
  }
  return {
    say(firmId: number, topics: readonly string[], watcher: string) {
      say(
        firmId,
        topics.map((topic) => [topic, watcher] as const),
      );
      schedule();
    },
    async close() {
      await sending;
      clearTimeout(timer);
      if (words.size > 0) await send(words).catch(() => {});
    },
  };
}

/** Listens from the first subscriber on, and again whenever the connection is lost or silent. */
function openEar(
  database: Database,
  { listenAgainAfter, missedAfter }: HubOptions,
  heard: { readonly notice: (notice: Notice) => void; readonly lost: () => void },
) {
  let listening: Promise<Listening> | undefined;
  let isClosed = false;
  let missing: NodeJS.Timeout | undefined;

  function listen(): Promise<Listening> {
    return listenForNotices(database, { notice: heard.notice, lost: again });
  }
  function again(): void {
    clearTimeout(missing);
    missing = undefined;
    if (isClosed) return;
    const before = listening;
    void before?.then((old) => old.end()).catch(() => {});
    const attempt = new Promise<void>((resolve) => void setTimeout(resolve, listenAgainAfter).unref()).then(
      () => listen(),
    );
    listening = attempt;
    // Whatever was said meanwhile was not heard.
    attempt.then(heard.lost, () => listening === attempt && again());
  }
  return {
    async open() {
      if (listening === undefined) {
        listening = listen();
        const first = listening;
        first.catch(() => {
          if (listening === first) listening = undefined;
        });
      }
      await listening;
    },
    expectEcho() {
      if (listening === undefined || isClosed) return;
      missing ??= setTimeout(again, missedAfter).unref();
    },
    echoed() {
      clearTimeout(missing);
      missing = undefined;
    },
    async close() {
      isClosed = true;
      clearTimeout(missing);
      const last = await listening?.catch(() => undefined);
      await last?.end();
    },
  };
}

type Waiting = {
  readonly subscriber: Subscriber;
  hear(told: Told): void;
  resync(): void;
  end(): void;
};

function openSubscribers({ ofFirmMax, ofProcessMax }: HubOptions) {
  const firms = new Map<number, Set<Waiting>>();
  let count = 0;
  const all = () => [...firms.values()].flatMap((ofFirm) => [...ofFirm]);

  function add(subscriber: Subscriber): Subscription | undefined {
    const ofFirm = firms.get(subscriber.firmId) ?? new Set();
    if (ofFirm.size >= ofFirmMax || count >= ofProcessMax) return undefined;
    const { waiting, next } = openSubscription(subscriber);
    firms.set(subscriber.firmId, ofFirm.add(waiting));
    count += 1;
    const end = () => {
      if (ofFirm.delete(waiting)) count -= 1;
      if (ofFirm.size === 0 && firms.get(subscriber.firmId) === ofFirm) firms.delete(subscriber.firmId);
      waiting.end();
    };
    return { next, end };
  }
  return {
    add,
    tell(firmId: number, told: Told) {
      for (const waiting of firms.get(firmId) ?? []) waiting.hear(told);
    },
    resync: () => all().forEach((waiting) => waiting.resync()),
    endAll() {
      for (const waiting of all()) waiting.end();
      firms.clear();
      count = 0;
    },
  };
}

function openSubscription(subscriber: Subscriber) {
  let pending = new Map<string, string>();
  let lostTrack = false;
  let isOver = false;
  let wake = () => {};

  const waiting: Waiting = {
    subscriber,
    hear(told) {
      for (const [topic, watcher] of told) {
        if (subscriber.mayHear(topic)) addWord(pending, topic, watcher);
      }
      if (pending.size > 0) wake();
    },
    resync() {
      lostTrack = true;
      wake();
    },
    end() {
      isOver = true;
      wake();
    },
  };
  async function next(): Promise<News | undefined> {
    while (!isOver && !lostTrack && pending.size === 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
    if (isOver) return undefined;
    const topics = [...pending.keys()].sort();
    const { watcher } = subscriber;
    const own = watcher === '' ? [] : topics.filter((topic) => pending.get(topic) === watcher);
    const news: News = lostTrack ? { kind: 'resync' } : { kind: 'changed', topics, own };
    [pending, lostTrack] = [new Map(), false];
    return news;
  }
  return { waiting, next };
}
