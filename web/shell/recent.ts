// The records somebody opened last on this device, newest first, for the palette.

import type { RecordKind } from '../util/addresses.ts';
import { currentFirmId } from '../api/firm.ts';
import { keep, kept } from '../theme/appearance.ts';

export type Recent = { kind: RecordKind; id: string; title: string; href: string };

const keptMax = 8;

export function recentRecords(): Recent[] {
  try {
    const read: unknown = JSON.parse(kept(key()) ?? '[]');
    return Array.isArray(read) ? (read as Recent[]) : [];
  } catch {
    return [];
  }
}

/** Puts a record on top of the list. */
export function rememberRecord(record: Recent): void {
  const others = recentRecords().filter(({ href }) => href !== record.href);
  keep(key(), JSON.stringify([record, ...others].slice(0, keptMax)));
}

function key(): string {
  return `workledger.recent.${currentFirmId() ?? ''}`;
}
