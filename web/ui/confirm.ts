// Asking before something that leaves the firm or cannot be undone. Whatever can be undone is done at once, with Undo.

import type { ReactNode } from 'react';

export type Confirmation = {
  /** What is about to happen, with the name of the object: 'Remove the client Longacre Dental?' */
  title: string;
  /** What follows from it, in a sentence or two. */
  consequence: ReactNode;
  /** The figures at stake, each with its words. */
  figures?: readonly { label: string; value: ReactNode }[];
  /** The verb on the button: 'Remove the client'. */
  act: string;
  tone?: 'danger' | 'plain';
  /** Has to be typed before the button works; for what is far-reaching. */
  typed?: string;
};

type Asked = Confirmation & { answer: (yes: boolean) => void };

let asked: Asked | null = null;
const listeners = new Set<() => void>();

/** Asks, and answers whether the person said yes. */
export function confirm(confirmation: Confirmation): Promise<boolean> {
  return new Promise((resolve) => {
    asked?.answer(false);
    set({
      ...confirmation,
      answer(yes) {
        set(null);
        resolve(yes);
      },
    });
  });
}

export function currentConfirmation(): Asked | null {
  return asked;
}

export function onConfirmation(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}
