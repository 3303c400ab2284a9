import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

export type Tone = 'quiet' | 'accent' | 'positive' | 'warning' | 'negative';

/** A state in a word or two. The word says it; the colour only helps to find it. */
export function StatusBadge({ tone = 'quiet', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
