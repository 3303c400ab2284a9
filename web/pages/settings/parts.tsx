// What the sections of the settings have in common: the head with the one thing to add, the rows of a short list, and
// fields that everybody may read and only some may change.

import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../ui/Notice.tsx';
import classes from './settings.module.css';

type SectionHeadProps = { title: string; children?: ReactNode; actions?: ReactNode };

export function SectionHead({ title, children, actions }: SectionHeadProps) {
  return (
    <header className={classes.head}>
      <div>
        <h2>{title}</h2>
        {children !== undefined && <p>{children}</p>}
      </div>
      {actions}
    </header>
  );
}

export function AddButton({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <Button size="xs" variant="default" onClick={onClick}>
      {children}
    </Button>
  );
}

/** Fields that are shown to all, and can be changed by those who may. */
export function Changeable({ may, who, children }: { may: boolean; who: string; children: ReactNode }) {
  return (
    <>
      {!may && <p className={classes.only}>{`Changed by ${who}.`}</p>}
      <fieldset className={classes.fieldset} disabled={!may}>
        {children}
      </fieldset>
    </>
  );
}

/** The answer of a query, or what stands in its place. */
export function Answered<T>({
  query,
  children,
}: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  children: (data: T) => ReactNode;
}) {
  const { data, error, refetch } = query;
  if (data !== undefined) return <>{children(data)}</>;
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return <Skeleton height={220} />;
}

type RowProps = {
  /** Opens the record, for those who may change it. */
  onOpen?: (() => void) | undefined;
  quiet?: boolean;
  /** Buttons at the end of the row. */
  actions?: ReactNode;
  children: ReactNode;
};

export function Row({ onOpen, quiet = false, actions, children }: RowProps) {
  return (
    <li className={classes.row} data-quiet={quiet || undefined}>
      {onOpen === undefined ? (
        <div>{children}</div>
      ) : (
        <button type="button" onClick={onOpen}>
          {children}
        </button>
      )}
      {actions}
    </li>
  );
}

type RowsProps = { label: string; empty: string; columns?: string; children: readonly ReactNode[] };

export function Rows({ label, empty, columns, children }: RowsProps) {
  if (children.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <ul
      className={classes.rows}
      aria-label={label}
      style={columns === undefined ? undefined : { ['--columns' as string]: columns }}
    >
      {children}
    </ul>
  );
}

/** What a row is called, with badges beside it. */
export function RowName({ children, badges }: { children: string; badges?: ReactNode }) {
  return (
    <span className={classes.name}>
      <span title={children}>{children}</span>
      {badges}
    </span>
  );
}
