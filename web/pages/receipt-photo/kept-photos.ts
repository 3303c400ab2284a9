// Photos of receipts that the server does not have yet, kept on this device: through a reload, a closed tab and a dead
// battery. Each belongs to a form that is not saved yet, or to a cost that is recorded and waits for its photo. They are a
// person's in a firm: nobody else who uses the device is shown them, nor sends them.
//
// Bounded, for a browser that is full keeps nothing at all. A photo that is not kept still waits, until the tab is closed.

import { createStore, del, delMany, entries, setMany, type UseStore } from 'idb-keyval';
import { daysFrom, todayIn } from '../../util/days.ts';

export type KeptPhoto = {
  key: string;
  /** Whose it is: the firm and the member. */
  owner: string;
  /** The form that it was added in. */
  formId: string;
  /** The cost that it is of, once that is recorded. */
  costEntryId: string | null;
  file: File;
  keptOn: string;
};

const photosMax = 30;
const bytesMax = 60_000_000;
const keptDays = 30;

type Listener = (key: string) => void;
const listeners = new Set<Listener>();

/** Told of each photo that need not be kept any more. */
export function onForgotten(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export async function keepPhoto(photo: Omit<KeptPhoto, 'keptOn'>): Promise<void> {
  const kept = await allPhotos();
  const bytes = kept.reduce((sum, { file }) => sum + file.size, photo.file.size);
  if (kept.length >= photosMax || bytes > bytesMax) return;
  await tried((store) => setMany([[photo.key, { ...photo, keptOn: todayIn('UTC') }]], store));
}

/** The cost of these is recorded: from now on they are sent whenever the server can be reached. */
export async function keepAsRecorded(keys: readonly string[], costEntryId: string): Promise<void> {
  const kept = await allPhotos();
  const recorded = kept.filter(({ key }) => keys.includes(key)).map((each) => ({ ...each, costEntryId }));
  await tried((store) =>
    setMany(
      recorded.map((each) => [each.key, each]),
      store,
    ),
  );
}

export async function forgetPhoto(key: string): Promise<void> {
  await tried((store) => del(key, store));
  for (const listener of listeners) listener(key);
}

export async function photosOf(owner: string): Promise<KeptPhoto[]> {
  return (await allPhotos()).filter((each) => each.owner === owner);
}

async function allPhotos(): Promise<KeptPhoto[]> {
  const kept = (await tried((store) => entries<string, KeptPhoto>(store))) ?? [];
  const oldest = daysFrom(todayIn('UTC'), -keptDays);
  const photos = kept.map(([, photo]) => photo);
  const old = photos.filter(({ keptOn }) => keptOn < oldest).map(({ key }) => key);
  if (old.length > 0) await tried((store) => delMany(old, store));
  return photos.filter(({ keptOn }) => keptOn >= oldest);
}

let opened: UseStore | undefined;

/** A browser that keeps nothing, as some do in private windows, still sends what it is given. */
async function tried<Answer>(act: (store: UseStore) => Promise<Answer>): Promise<Answer | undefined> {
  try {
    opened ??= createStore('workledger-photos', 'photos');
    return await act(opened);
  } catch {
    return undefined;
  }
}
