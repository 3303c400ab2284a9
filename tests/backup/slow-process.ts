// A process that makes a backup or restores one slowly, to be killed in the middle. It says when it is at work.

import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '#ops/backup/place.ts';
import { openPlace } from '#ops/backup/open-place.ts';
import { openDatabase } from '#store/database.ts';
import { backUp, restoreInto } from './installations.ts';

const [what, address, path, folder] = process.argv.slice(2);
const place = openPlace(path!, undefined);
let files = 0;

async function slowly<T>(work: () => Promise<T>): Promise<T> {
  files += 1;
  if (files === 20) console.log('in the middle');
  if (files >= 20) await pause(200);
  return work();
}

const slow: Place = {
  ...place,
  write: (name, content) => slowly(() => place.write(name, content)),
  read: (name) => slowly(() => place.read(name)),
};

const where = JSON.parse(address!);
if (what === 'backup') await backUp(where, slow);
else await restoreInto(slow, folder!, { database: openDatabase(where), address: where });
console.log('done');
