import { useRouter } from '@tanstack/react-router';
import type { BillingRow } from '../../api/estimated-billings.ts';
import { useCurrentLine } from '../../table/useCurrentLine.ts';
import { useCommands } from '../../util/commands.ts';
import { useKeys } from '../../util/keys.ts';
import { ledgerHref } from '../job-ledger/search.ts';
import type { linesOf } from './useBillings.ts';
import type { ActsFor } from './useWipActs.tsx';

type LineKeys = {
  lines: ReturnType<typeof linesOf>;
  toggle: (id: string, extend: boolean) => void;
  onPeek: (row: BillingRow) => void;
  onReceipt: (row: BillingRow) => void;
  /** What can be done with the current row; nothing while rows are ticked, for then it is done with those. */
  actsFor: ActsFor | undefined;
  asAt: string | undefined;
};

/** Which line is current, and the keys that act on it. */
export function useLineKeys({ lines, toggle, onPeek, onReceipt, actsFor, asAt }: LineKeys) {
  const router = useRouter();
  const { at, move, onCurrent, focusRequest } = useCurrentLine(lines.length);
  const line = lines[at];
  const row = line?.kind === 'row' ? line.row : null;
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    x: () => row !== null && toggle(row.jobId, false),
    ' ': () => row !== null && onPeek(row),
    Enter: () => row !== null && router.history.push(ledgerHref(row.jobId, { to: asAt })),
  });
  const acts = row === null || actsFor === undefined ? [] : actsFor([row], () => {});
  useCommands([
    ...(row === null
      ? []
      : [{ label: `How net WIP of ${row.jobNumber} came about`, key: 'r', onChoose: () => onReceipt(row) }]),
    ...acts.map((act) => ({ ...act, label: `${row?.jobNumber}: ${act.label}` })),
  ]);
  return { current: at, onCurrent, focusRequest };
}
