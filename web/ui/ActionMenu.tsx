import { Popover } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { cloneElement, useState } from 'react';
import classes from './action-menu.module.css';

export type Action = { label: string; mark?: ReactNode; onChoose: () => void };

type ActionMenuProps = {
  name: string;
  /** The button that opens it. */
  target: ReactElement<{ onClick?: () => void }>;
  actions: readonly Action[];
  position?: 'bottom-start' | 'bottom-end';
  width?: number;
  /** Of a menu that comes into being with the press that opens it. */
  startsOpen?: boolean;
};

/** A short list of things to do, under the button that opens it. */
export function ActionMenu(props: ActionMenuProps) {
  const { name, target, actions, position = 'bottom-end', width = 220, startsOpen = false } = props;
  const [opened, setOpened] = useState(startsOpen);
  return (
    <Popover opened={opened} onChange={setOpened} position={position} width={width} trapFocus returnFocus>
      <Popover.Target>{cloneElement(target, { onClick: () => setOpened(!opened) })}</Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={name}>
        {actions.map(({ label, mark, onChoose }) => (
          <button
            key={label}
            type="button"
            onClick={() => {
              setOpened(false);
              onChoose();
            }}
          >
            {label}
            {mark}
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
