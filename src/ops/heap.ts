import { setFlagsFromString } from 'node:v8';

/**
 * How far the heap grows beyond what was alive at the last collection. By itself V8 lets it become a multiple of that where
 * the machine has much memory, which under load makes a server hold twice what it needs; collected a little more often it
 * does as much work, for what is alive is small.
 */
const growthPercent = 60;

export function holdHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent}`);
}
