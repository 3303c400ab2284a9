import type { ReactNode } from 'react';
import classes from './imports.module.css';

/** A table of a few rows. Where it is too wide it scrolls by itself, for the keyboard too. */
export function PlainTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard
    <div className={classes.scrolls} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table}>{children}</table>
    </div>
  );
}
