// What can be done with entries that are ticked: write off, write on, move.

import { useCallback, useRef } from 'react';
import type { BulkAction } from '../../list/BulkBar.tsx';
import { useMay } from '../../util/firm-context.ts';
import { isZero } from '../../util/sums.ts';
import type { WipActing, WipItem } from '../wip-actions/acting.ts';
import { useWipActing } from '../wip-actions/acting.ts';

export function useEntryBulk<Row>(itemOf: (row: Row) => WipItem) {
  const may = useMay();
  const { acting, begin, close } = useWipActing();
  const clear = useRef<() => void>(undefined);
  const bulk = useCallback(
    (rows: readonly Row[], done: () => void): readonly BulkAction[] => {
      clear.current = done;
      const items = rows.map(itemOf).filter(({ open }) => !isZero(open));
      const act = (label: string, name: 'writeOff' | 'writeOn' | 'move', key?: string) => ({
        label,
        ...(key === undefined ? {} : { key }),
        disabled: items.length === 0,
        onChoose: () => begin({ act: name, items } as WipActing),
      });
      return [
        ...(may('wip.writeOff') ? [act('Write off…', 'writeOff', 'w'), act('Write on…', 'writeOn')] : []),
        ...(may('wip.move') ? [act('Move…', 'move', 'm')] : []),
      ];
    },
    // What somebody may do does not change while the page shows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [itemOf, begin],
  );
  const isOffered = may('wip.writeOff') || may('wip.move');
  return { bulk: isOffered ? bulk : undefined, acting, close, onDone: () => clear.current?.() };
}
