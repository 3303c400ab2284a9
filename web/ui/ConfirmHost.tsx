import { useSyncExternalStore } from 'react';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { currentConfirmation, onConfirmation } from './confirm.ts';

/** Shows what `confirm()` asks. */
export function ConfirmHost() {
  const asked = useSyncExternalStore(onConfirmation, currentConfirmation);
  return asked && <ConfirmDialog {...asked} onAnswer={asked.answer} />;
}
