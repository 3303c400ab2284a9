import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FigureName } from '../util/figure-rules.ts';
import { AppLink } from './AppLink.tsx';
import { Computed } from './Computed.tsx';
import type { FigureRecord } from './computed-props.ts';
import { Icon } from './icons.tsx';
import classes from './figures.module.css';

export type Figure = {
  label: string;
  /** Usually <Amount of=…/>; undefined while it is on its way. */
  value: ReactNode;
  /** Where the lines are that it is the sum of. */
  href?: string | undefined;
  /** Opens how it came about: the receipt. */
  onExplain?: (() => void) | undefined;
  /** How it is computed, where no receipt says so. */
  figure?: FigureName | undefined;
  /** The record that the figure and its parts are in. */
  record?: FigureRecord | undefined;
  /** The one that matters; larger. */
  isMain?: boolean;
  /** A quieter word below, such as 'of 12 h'. */
  note?: ReactNode;
};

/** Figures side by side across the top of a page. Each that is a sum leads to its lines. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ label, value, href, onExplain, figure, record, isMain, note }) => (
        <div key={label} data-main={isMain || undefined}>
          <dt>
            {label}
            {onExplain && (
              <button
                type="button"
                className={classes.explain}
                aria-label={`How is ${label} computed?`}
                title="How is this computed?"
                onClick={onExplain}
              >
                <Icon name="question" size={13} />
              </button>
            )}
            {onExplain === undefined && figure && (
              <Computed figure={figure} label={label} records={record && [record]} href={href} />
            )}
          </dt>
          <dd>
            {value === undefined ? (
              <Skeleton height={14} width={72} mt={5} />
            ) : href === undefined ? (
              value
            ) : (
              <AppLink href={href}>{value}</AppLink>
            )}
            {note !== undefined && <div className={classes.note}>{note}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
