import { Popover, Skeleton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { FigureName } from '../util/figure-rules.ts';
import classes from './computed.module.css';
import { Icon } from './icons.tsx';

const ComputedText = lazy(() => import('./ComputedText.tsx'));

/** A record that holds a figure and what makes it, such as the sums of one currency. */
export type FigureRecord = Readonly<Record<string, unknown>>;

export type ComputedProps = {
  figure: FigureName;
  /** What the figure is called where it stands. */
  label: string;
  /** Where its parts are to be had: they show, with their values. */
  records?: readonly FigureRecord[] | undefined;
  /** Where the lines are that make it. */
  href?: string | undefined;
  className?: string | undefined;
};

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
