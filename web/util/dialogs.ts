import { useState } from 'react';

/** One of a page's dialogs at a time. The last one stays known while it closes, so that it does not vanish at once. */
export function useDialogs<Name extends string>() {
  const [dialog, setDialog] = useState<{ name: Name; opened: boolean } | null>(null);
  return {
    name: dialog?.name ?? null,
    opened: dialog?.opened ?? false,
    open: (name: Name) => setDialog({ name, opened: true }),
    close: () => setDialog((before) => before && { ...before, opened: false }),
  };
}
