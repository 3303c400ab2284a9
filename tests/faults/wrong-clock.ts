// Loaded into a program before it starts, so that its clock can be put wrong while it runs: WRONG_CLOCK names a file with
// the milliseconds that it is ahead. What is measured with performance.now() and timers goes on, as it does in a machine
// whose clock is set.

import { readFileSync } from 'node:fs';

const file = process.env['WRONG_CLOCK'];
const lookEveryMs = 20;
let aheadMs = 0;

if (file !== undefined) {
  const RightDate = Date;
  const now = () => RightDate.now() + aheadMs;
  globalThis.Date = new Proxy(RightDate, {
    construct: (target, words, newTarget) =>
      Reflect.construct(target, words.length === 0 ? [now()] : words, newTarget) as object,
    apply: () => new RightDate(now()).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
  const look = () => {
    aheadMs = Number(readFileSync(file, 'utf8')) || 0;
  };
  look();
  setInterval(look, lookEveryMs).unref();
}
