import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { showToast } from '../ui/toasts.ts';
import classes from './form.module.css';

type EditDrawerProps = {
  opened: boolean;
  title: string;
  onClose: () => void;
  /** Of the form inside: closing it with something typed says that it is kept. */
  form?: { isDirty: boolean; discard: () => void };
  size?: number;
  children: ReactNode;
};

/** A form beside the page that it belongs to. Esc closes it; what was typed is kept until it is saved or discarded. */
export function EditDrawer({ opened, title, onClose, form, size = 480, children }: EditDrawerProps) {
  const close = () => {
    onClose();
    if (form?.isDirty)
      showToast({
        text: 'What you typed is kept',
        detail: `Open “${title}” again to go on.`,
        action: { label: 'Discard', onAct: form.discard },
      });
  };
  return (
    <Drawer opened={opened} onClose={close} position="right" size={size} title={title}>
      <div className={classes.drawer}>{children}</div>
    </Drawer>
  );
}
