// What people were told is done, kept as short texts so that a run may last for hours, and looking for it: some of it often,
// all of it now and then. Whole questions are kept of a sample only, to be asked again.

import assert from 'node:assert/strict';
import {
  allWell,
  askAgain,
  keptStatementOf,
  reckonSums,
  textOf,
  toldBy,
  type Acknowledged,
  type InvoicingStorm,
} from './invoicing-storm.ts';
import { ask, type Place } from './program.ts';
import type { Office } from './storm.ts';

export type Told = {
  readonly texts: Set<string>;
  readonly keys: Set<string>;
  /** Told twice as if it were two things. */
  doubled: number;
  readonly sample: Acknowledged[];
  /** Kept before the first storm. */
  readonly keysBeforehand: number;
};

export type Audit = { readonly place: Place; readonly office: Office; readonly told: Told };
type Heard = Pick<InvoicingStorm, 'acknowledged' | 'keys'>;

const sampleSize = 300;
const askedAgainAtOnce = 10;

export async function openTold(place: Place, office: Office): Promise<Told> {
  const keysBeforehand = await countKeys(place, office);
  return { texts: new Set(), keys: new Set(), doubled: 0, sample: [], keysBeforehand };
}

/** Adds what a storm was told, and answers how it reads. */
function remember(told: Told, storm: Heard): string[] {
  const fresh = storm.acknowledged.map((one) => toldBy(one));
  for (const text of fresh) {
    if (told.texts.has(text)) told.doubled += 1;
    told.texts.add(text);
  }
  for (const key of storm.keys) told.keys.add(key);
  for (const one of storm.acknowledged) {
    if (told.sample.length < sampleSize) told.sample.push(one);
    else if (Math.random() * told.texts.size < sampleSize)
      told.sample[Math.floor(Math.random() * sampleSize)] = one;
  }
  return fresh;
}

/** Looks for what is new and for the sample, and counts the rest; asks some of it again, which must change nothing. */
export async function glance({ place, office, told }: Audit, storm: Heard, what: string): Promise<void> {
  const fresh = remember(told, storm);
  const some = [...fresh, ...told.sample.map((one) => toldBy(one))];
  const keys = [...storm.keys, ...told.sample.map(({ key }) => key)];
  const older = Array.from({ length: askedAgainAtOnce }, () =>
    Math.floor(Math.random() * told.sample.length),
  );
  await askAgain(place, office, [
    ...storm.acknowledged.slice(-askedAgainAtOnce),
    ...new Set(older.flatMap((at) => told.sample[at] ?? [])),
  ]);
  const ids = some.map((text) => text.split(' ')[1]);
  const [rows, keptKeys] = await Promise.all([
    ask(place, `select * from (${keptStatementOf(office)}) k where id = any ('{${ids.join(',')}}')`),
    ask(place, `select request_key as key from request where request_key = any ('{${keys.join(',')}}')`),
  ]);
  const kept = new Set(rows.map(textOf));
  const keptKey = new Set(keptKeys.map(({ key }) => key));
  const found = {
    lost: some.filter((text) => !kept.has(text)),
    keysLost: keys.filter((key) => !keptKey.has(key)),
    ...(await countBeside(place, office, told)),
    ...(await reckonSums(place, office)),
  };
  const { lost, gaps, held, billedMinor } = allWell;
  assert.deepEqual(found, { lost, keysLost: [], doubled: 0, unasked: 0, gaps, held, billedMinor }, what);
}

/** What there is that nobody was told of. */
async function countBeside(place: Place, office: Office, told: Told) {
  const [row] = await ask(place, `select count(*)::int as many from (${keptStatementOf(office)}) k`);
  const keys = await countKeys(place, office);
  return {
    doubled: Number(row!['many']) - told.texts.size + told.doubled,
    unasked: keys - told.keysBeforehand - told.keys.size,
  };
}

async function countKeys(place: Place, { firmId }: Office): Promise<number> {
  const [row] = await ask(place, `select count(*)::int as many from request where firm_id = ${firmId}`);
  return Number(row!['many']);
}

/** Each thing that anybody was ever told, one by one. */
export async function lookForAll({ place, office, told }: Audit, what: string): Promise<void> {
  const kept = new Set((await ask(place, keptStatementOf(office))).map(textOf));
  const rows = await ask(place, `select request_key as key from request where firm_id = ${office.firmId}`);
  const keptKeys = new Set(rows.map(({ key }) => String(key)));
  const found = {
    lost: [...told.texts].filter((text) => !kept.has(text)).slice(0, 20),
    keysLost: [...told.keys].filter((key) => !keptKeys.has(key)).slice(0, 20),
    ...(await countBeside(place, office, told)),
    ...(await reckonSums(place, office)),
  };
  const { lost, gaps, held, billedMinor } = allWell;
  assert.deepEqual(found, { lost, keysLost: [], doubled: 0, unasked: 0, gaps, held, billedMinor }, what);
}
