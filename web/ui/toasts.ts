// Short notices at the foot of the page: what was done, with a way to undo it, or what went wrong, with a way to try
// again. Shown by <Toasts/> in the shell, from wherever in the code.

import { asProblem } from '../api/problem.ts';

export type ToastOptions = {
  text: string;
  tone?: 'done' | 'waiting' | 'problem';
  /** More about it, in a quieter line. */
  detail?: string;
  /** Shows Undo, for as long as the notice stays. */
  onUndo?: () => unknown;
  action?: { label: string; onAct: () => unknown };
};

export type Toast = ToastOptions & { id: number };

const stayMs = 6_000;
const stayWithUndoMs = 12_000;
const shownMax = 3;

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

export function showToast(options: ToastOptions): number {
  lastId += 1;
  const id = lastId;
  set([...toasts, { ...options, id }].slice(-shownMax));
  // What went wrong stays until somebody has seen it, and what is waited for until it is there.
  if (options.tone === undefined || options.tone === 'done')
    setTimeout(() => closeToast(id), options.onUndo || options.action ? stayWithUndoMs : stayMs);
  return id;
}

/** A failure in the server's own words. */
export function showProblem(error: unknown, onRetry?: () => unknown): void {
  const problem = asProblem(error);
  const { title, detail, errors } = problem.said;
  const said = detail || errors[0]?.detail || '';
  showToast({
    text: title,
    tone: 'problem',
    ...(said === '' ? {} : { detail: said }),
    ...(onRetry !== undefined && problem.isPassing ? { action: { label: 'Try again', onAct: onRetry } } : {}),
  });
}

export function closeToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function onToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
