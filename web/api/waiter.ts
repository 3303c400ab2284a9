// How a page waits for a busy server: in time, and with one notice however many requests wait.

import { closeToast, showToast } from '../ui/toasts.ts';
import type { Waiter } from './patience.ts';

let waiting = 0;
let notice: number | undefined;

export const waiter: Waiter = {
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        reject(signal!.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', leave);
        resolve();
      }, ms);
      signal?.addEventListener('abort', leave, { once: true });
    }),
  chance: () => Math.random(),
  tellBusy() {
    waiting += 1;
    notice ??= showToast({
      text: 'Workledger is busy',
      detail: 'It is asked again by itself, and nothing is lost.',
      tone: 'waiting',
    });
    return () => {
      waiting -= 1;
      if (waiting > 0 || notice === undefined) return;
      closeToast(notice);
      notice = undefined;
    };
  },
};
