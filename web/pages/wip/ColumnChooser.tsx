import { Checkbox, Popover } from '@mantine/core';
import { useState } from 'react';
import { PickerButton } from '../../ui/PickerButton.tsx';
import picker from '../../ui/picker.module.css';
import { hiddenColumns, hideableColumns, hideOf } from './columns.tsx';
import classes from './wip.module.css';

type ColumnChooserProps = { hide: string | undefined; onChange: (hide: string | undefined) => void };

/** Which columns show. The choice is in the address, so a link shows what its sender saw. */
export function ColumnChooser({ hide, onChange }: ColumnChooserProps) {
  const [opened, setOpened] = useState(false);
  const hidden = hiddenColumns(hide);
  const change = (key: string, shown: boolean) => {
    const after = new Set(hidden);
    if (shown) after.delete(key);
    else after.add(key);
    onChange(hideOf(after));
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={220} trapFocus returnFocus>
      <Popover.Target>
        <PickerButton icon="columns" chosen={hide !== undefined} onClick={() => setOpened(!opened)}>
          Columns
        </PickerButton>
      </Popover.Target>
      <Popover.Dropdown className={picker.dropdown} aria-label="Columns">
        <div className={classes.columnList}>
          {hideableColumns.map(([key, label]) => (
            <Checkbox
              key={key}
              size="xs"
              label={label}
              checked={!hidden.has(key)}
              onChange={(event) => change(key, event.currentTarget.checked)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
