import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../ui/Notice.tsx';
import classes from './operator.module.css';

type AskedProps<Data> = {
  query: UseQueryResult<Data>;
  /** About how high the answer is. */
  height?: number;
  children: (data: Data) => ReactNode;
};

/** What the answer shows; its shape until it is there; why it is not. An answer that is getting old says so. */
export function Asked<Data>({ query, height = 160, children }: AskedProps<Data>) {
  const { data, isError, error, refetch } = query;
  if (data === undefined) {
    return isError ? (
      <ProblemNotice error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton height={height} />
    );
  }
  return (
    <>
      {isError && (
        <p role="alert" className={classes.old}>
          The server does not answer. These are the last figures that it gave.
        </p>
      )}
      {children(data)}
    </>
  );
}
