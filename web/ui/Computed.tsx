import { Popover, Skeleton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import classes from './computed.module.css';
import { Icon } from './icons.tsx';
import type { ComputedProps } from './computed-props.ts';

const ComputedText = lazy(() => import('./ComputedText.tsx'));

/** A small question mark beside a figure: how it is computed, out of what, and where its lines are. */
export function Computed({ label, className, ...rest }: ComputedProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={className === undefined ? classes.mark : `${classes.mark} ${className}`}
          aria-label={`How is ${label} computed?`}
          title="How is this computed?"
          onClick={() => setOpened(!opened)}
        >
          <Icon name="question" size={13} />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.text}>
        <div tabIndex={-1} data-autofocus className={classes.inside}>
          <Suspense fallback={<Skeleton height={58} />}>
            <ComputedText {...rest} label={label} />
          </Suspense>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
