// What somebody is about to do to WIP, and to what of it. A page holds one of these while a dialog is open.

import { useCallback, useState } from 'react';
import type { OpenItem } from '../../api/wip-actions.ts';
import type { Formats } from '../../util/formats.ts';

export type WipJob = {
  id: string;
  number: string;
  name: string;
  clientId: string;
  clientName: string;
  currency: string;
};

/** An entry of which something is open. */
export type WipItem = {
  itemId: string;
  kind: 'time' | 'cost' | 'interim';
  jobId: string;
  /** What a person calls it: '3 Nov 2026 · Ann Hill · Tax return'. */
  words: string;
  currency: string;
  open: string;
};

/** Entries that were chosen, or whatever is open on these jobs. */
export type Chosen = { items: readonly WipItem[] } | { jobs: readonly WipJob[] };

export type WipActing =
  | ({ act: 'writeOff' | 'writeOn' } & Chosen)
  | ({ act: 'move' } & Chosen)
  | { act: 'washUp'; jobs: readonly WipJob[] }
  | { act: 'interim'; job: WipJob };

/** Holds what a page is about to do; nothing while no dialog is open. */
export function useWipActing() {
  const [acting, setActing] = useState<WipActing | null>(null);
  const close = useCallback(() => setActing(null), []);
  return { acting, begin: setActing, close };
}

export function wipItemOf(row: OpenItem, formats: Formats): WipItem {
  const words = [
    formats.date(row.date),
    row.kind === 'interim' ? 'Interim' : row.staffName,
    row.taskName,
    row.kind === 'time' ? null : row.description,
    row.kind === 'time' && row.minutes !== null ? formats.hours(row.minutes) : null,
  ].filter((each) => each !== null && each !== '');
  return {
    itemId: row.itemId,
    kind: row.kind,
    jobId: row.jobId,
    words: words.join(' · '),
    currency: row.currency,
    open: row.open,
  };
}

/** A key under which what is typed into a dialog is kept. */
export function draftKeyOf(acting: WipActing): string {
  const of =
    'items' in acting
      ? `items ${acting.items[0]?.itemId ?? ''} ${acting.items.length}`
      : `jobs ${('jobs' in acting ? acting.jobs : [acting.job]).map(({ id }) => id).join(' ')}`;
  return `${acting.act} ${of}`;
}
