// What was typed into a form and not saved yet, kept on this device until it is saved or discarded: it survives a reload,
// a lost connection and a closed tab. Passwords and files are never kept; their forms say `keepsDraft: false`.

import { currentFirmId } from '../api/firm.ts';
import { instantNow } from '../util/days.ts';
import { keep, kept } from '../theme/appearance.ts';

type Draft<Values> = { changes: Partial<Values>; at: string };

export function readDraft<Values>(formId: string): Draft<Values> | null {
  const text = kept(key(formId));
  if (text === null || text === '') return null;
  try {
    const draft = JSON.parse(text) as Draft<Values>;
    return Object.keys(draft.changes).length > 0 ? draft : null;
  } catch {
    return null;
  }
}

export function keepDraft<Values>(formId: string, changes: Partial<Values>): void {
  keep(key(formId), JSON.stringify({ changes, at: instantNow() } satisfies Draft<Values>));
}

export function dropDraft(formId: string): void {
  try {
    localStorage.removeItem(key(formId));
  } catch {
    // Nothing was kept.
  }
}

function key(formId: string): string {
  return `workledger.draft.${currentFirmId() ?? ''}.${formId}`;
}
