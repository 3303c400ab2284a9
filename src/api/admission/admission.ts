// The door of a process: requests that want to begin, the queue that decides, and what came of it.
//
// A request is looked at twice. As soon as its head has arrived, before anybody finds out who is calling, one that has no
// chance is turned away: by then it has cost next to nothing, which is what keeps a server calm that is asked ten times
// what it can do. Who is calling is guessed there by what it shows of itself, from those that were let in before; so a
// flood of one firm turns away that firm. What passes is told apart properly, and takes its place in the queue.

import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  openQueue,
  workClasses,
  type Limits,
  type RefusedWhy,
  type Visitor,
  type WorkClass,
} from './queue.ts';

/** What came of the requests of a class since the process began, and what is at this moment. */
export type AdmissionFigures = {
  readonly running: number;
  readonly waiting: number;
  readonly begun: number;
  readonly waitedMs: number;
  readonly refused: Readonly<Record<RefusedWhy, number>>;
  /** Hung up while they waited. */
  readonly gone: number;
};

/** A place among those that have begun; left once, however often it is said. */
export type Slot = { leave(): void };

export type Entered = Slot | RefusedWhy | 'gone';

export type Admission = {
  /** Whether the request should be turned away at once. */
  turnsAway(request: FastifyRequest, work: WorkClass): boolean;
  /** Waits for its turn. */
  enter(reply: FastifyReply, work: WorkClass): Promise<Entered>;
  figures(): Readonly<Record<WorkClass, AdmissionFigures>>;
};

type Counted = { begun: number; waitedMs: number; full: number; late: number; gone: number };

const sweepEveryMs = 25;
const rememberedMax = 20_000;

export function openAdmission(limits: Limits): Admission {
  const queue = openQueue(limits);
  const counted = Object.fromEntries(
    workClasses.map((work) => [work, { begun: 0, waitedMs: 0, full: 0, late: 0, gone: 0 }]),
  ) as Record<WorkClass, Counted>;
  const firms = rememberFirms();
  let sweeping: NodeJS.Timeout | undefined;

  /** Looks after those that wait, for as long as anybody does. */
  function sweepLater(): void {
    if (sweeping !== undefined || !queue.isWaiting()) return;
    sweeping = setTimeout(() => {
      sweeping = undefined;
      queue.sweep(performance.now());
      sweepLater();
    }, sweepEveryMs).unref();
  }

  return {
    turnsAway(request, work) {
      const isHopeless = queue.isHopeless(work, firms.guess(request), performance.now());
      if (isHopeless) counted[work].full += 1;
      return isHopeless;
    },
    enter(reply, work) {
      const firm = firms.nameOf(reply.request);
      return new Promise<Entered>((resolve) => {
        const hangUp = () => {
          queue.leave(visitor, performance.now());
          counted[work].gone += 1;
          resolve('gone');
        };
        const visitor: Visitor = {
          work,
          firm,
          begin(waitedMs) {
            reply.raw.off('close', hangUp);
            counted[work].begun += 1;
            counted[work].waitedMs += waitedMs;
            resolve(slotOf(() => queue.leave(visitor, performance.now())));
          },
          refuse(why) {
            reply.raw.off('close', hangUp);
            counted[work][why] += 1;
            resolve(why);
          },
        };
        if (reply.raw.destroyed) return resolve('gone');
        reply.raw.once('close', hangUp);
        queue.arrive(visitor, performance.now());
        return sweepLater();
      });
    },
    figures: () =>
      Object.fromEntries(
        workClasses.map((work) => {
          const { full, late, ...rest } = counted[work];
          return [work, { ...queue.stateOf(work), ...rest, refused: { full, late } }];
        }),
      ) as Record<WorkClass, AdmissionFigures>,
  };
}

function slotOf(leave: () => void): Slot {
  let isLeft = false;
  return {
    leave() {
      if (isLeft) return;
      isLeft = true;
      leave();
    },
  };
}

/** Which firm somebody was of who showed the same before; an address takes turns for itself. */
function rememberFirms() {
  const remembered = new Map<string, string>();
  return {
    guess(request: FastifyRequest): string {
      return remembered.get(shownBy(request)) ?? addressOf(request);
    },
    nameOf(request: FastifyRequest): string {
      const { principal } = request;
      if (principal === null) return addressOf(request);
      const name = String(principal.firmId);
      if (remembered.size >= rememberedMax) remembered.clear();
      remembered.set(shownBy(request), name);
      return name;
    },
  };
}

function shownBy({ headers }: FastifyRequest): string {
  return `${headers.authorization ?? headers.cookie ?? ''} ${String(headers['workledger-firm'] ?? '')}`;
}

function addressOf(request: FastifyRequest): string {
  return `address ${request.ip}`;
}
