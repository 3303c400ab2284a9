import { useState } from 'react';
import type { BillingRow } from '../../api/estimated-billings.ts';
import { useTabStop } from '../../table/current-line.ts';
import { ActionMenu } from '../../ui/ActionMenu.tsx';
import { Icon } from '../../ui/icons.tsx';
import type { ActsFor } from './useWipActs.tsx';
import classes from './wip.module.css';

type RowMenuProps = { row: BillingRow; actsFor: ActsFor };

/** What can be done with this job. Only a button, until somebody opens it: hundreds of rows pass by while one scrolls. */
export function RowMenu({ row, actsFor }: RowMenuProps) {
  const [used, setUsed] = useState(false);
  const tabIndex = useTabStop();
  const name = `What to do with ${row.jobNumber}`;
  const button = (
    <button
      type="button"
      className={classes.menu}
      aria-label={name}
      tabIndex={tabIndex}
      onClick={() => setUsed(true)}
    >
      <Icon name="more" />
    </button>
  );
  if (!used) return button;
  return <ActionMenu startsOpen name={name} target={button} actions={actsFor([row], () => {})} />;
}
