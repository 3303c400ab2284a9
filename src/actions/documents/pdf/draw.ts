// PDFs drawn in threads of their own: drawing one keeps a thread busy for a tenth of a second, and a long one for longer,
// in which the server would answer nobody. Threads start when there is something to draw and leave when there has been
// nothing for a while; while they are idle they keep no program from ending. What a person waits for goes before what is
// drawn in bulk.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Drawing } from './render.ts';

/** One processor is left to whatever answers requests. */
const threadsMax = Math.max(1, Math.min(4, availableParallelism() - 1));
const idleMs = 60_000;
/** Far more than any document needs; a thread that takes longer is given up. */
const drawingMs = 120_000;

export type Urgency = 'awaited' | 'bulk';

/** What a thread answers. */
export type Drawn = { readonly content: Uint8Array } | { readonly error: unknown };

type Order = {
  readonly drawing: Drawing;
  resolve(content: Uint8Array): void;
  reject(error: unknown): void;
};

type Thread = {
  readonly worker: Worker;
  order: Order | null;
  timer: NodeJS.Timeout | null;
};

const threads = new Set<Thread>();
const orders: Record<Urgency, Order[]> = { awaited: [], bulk: [] };

/** How many drawings in bulk keep all threads busy. */
export const drawingsAtOnce = threadsMax + 1;

export function drawPdf(drawing: Drawing, urgency: Urgency = 'awaited'): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  orders[urgency].push({ drawing, resolve, reject });
  goOn();
  return promise;
}

function goOn(): void {
  while (orders.awaited.length + orders.bulk.length > 0) {
    const thread = [...threads].find(({ order }) => order === null) ?? startThread();
    if (thread === null) return;
    take(thread, (orders.awaited.shift() ?? orders.bulk.shift())!);
  }
}

function startThread(): Thread | null {
  if (threads.size >= threadsMax) return null;
  const thread: Thread = {
    worker: new Worker(new URL('./draw-thread.ts', import.meta.url), { name: 'pdf' }),
    order: null,
    timer: null,
  };
  threads.add(thread);
  thread.worker.on('message', (drawn: Drawn) => finish(thread, drawn));
  thread.worker.on('error', (error) => giveUp(thread, error));
  thread.worker.on('exit', () => giveUp(thread, new Error('A thread that draws PDFs has ended.')));
  return thread;
}

function take(thread: Thread, order: Order): void {
  thread.order = order;
  thread.worker.ref();
  wait(thread, drawingMs, () => giveUp(thread, new Error('A PDF took too long to draw.')));
  try {
    thread.worker.postMessage(order.drawing);
  } catch (error) {
    finish(thread, { error });
  }
}

function finish(thread: Thread, drawn: Drawn): void {
  const { order } = thread;
  thread.order = null;
  thread.worker.unref();
  wait(thread, idleMs, () => giveUp(thread, null)).unref();
  if ('error' in drawn) order?.reject(drawn.error);
  else order?.resolve(asBuffer(drawn.content));
  goOn();
}

/** What comes out of another thread is no Buffer any more, and mail wants one. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function wait(thread: Thread, ms: number, then: () => void): NodeJS.Timeout {
  if (thread.timer !== null) clearTimeout(thread.timer);
  thread.timer = setTimeout(then, ms);
  return thread.timer;
}

/** The thread is gone, or is to go; what waits is drawn by another. */
function giveUp(thread: Thread, error: unknown): void {
  if (!threads.delete(thread)) return;
  if (thread.timer !== null) clearTimeout(thread.timer);
  const { order } = thread;
  // A broken picture can end a thread, and does not hold up an invoice.
  if (order !== null && order.drawing.look.logo !== null) orders.awaited.push(withoutLogo(order));
  else order?.reject(error);
  void thread.worker.terminate();
  goOn();
}

function withoutLogo({ drawing, ...answering }: Order): Order {
  return { ...answering, drawing: { ...drawing, look: { ...drawing.look, logo: null, logoType: null } } };
}
