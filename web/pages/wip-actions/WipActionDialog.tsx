// Writing off or on, washing up, moving, raising an interim: one dialog for whichever a page is about to do. It comes with
// its first use, so that pages which offer it do not carry it.

import { lazy, Suspense, useState } from 'react';
import type { WipActing } from './acting.ts';
import type { DialogProps } from './dialog-props.ts';

const dialogs = {
  writeOff: lazy(() => import('./AdjustDialog.tsx')),
  writeOn: lazy(() => import('./AdjustDialog.tsx')),
  washUp: lazy(() => import('./WashUpDialog.tsx')),
  move: lazy(() => import('./MoveDialog.tsx')),
  interim: lazy(() => import('./InterimDialog.tsx')),
};

type WipActionDialogProps = {
  acting: WipActing | null;
  onClose: () => void;
  /** After it was done, such as to take ticks off. */
  onDone?: () => void;
};

export function WipActionDialog({ acting, onClose, onDone }: WipActionDialogProps) {
  // What was done last stays while its drawer closes, and the focus goes back to where it was.
  const [shown, setShown] = useState<{ acting: WipActing; count: number } | null>(null);
  if (acting !== null && shown?.acting !== acting) setShown({ acting, count: (shown?.count ?? 0) + 1 });
  if (shown === null) return null;
  const Dialog = dialogs[shown.acting.act] as unknown as React.ComponentType<DialogProps<WipActing['act']>>;
  return (
    <Suspense fallback={null}>
      <Dialog
        key={shown.count}
        acting={shown.acting}
        opened={acting !== null}
        onClose={onClose}
        onDone={() => {
          onClose();
          onDone?.();
        }}
      />
    </Suspense>
  );
}
