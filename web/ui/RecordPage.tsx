// The page of one record that has a name: its head, the way back to its list, and what stands there until it has come or
// when it does not. Whoever looks finds it again among what they opened last.

import { Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { rememberRecord } from '../shell/recent.ts';
import type { RecordKind } from '../util/addresses.ts';
import { lastAddress } from '../util/last-address.ts';
import { ProblemNotice } from './Notice.tsx';
import { PageBody } from './PageBody.tsx';
import { PageHeader } from './PageHeader.tsx';

type RecordPageProps<Row> = {
  query: Pick<UseQueryResult<Row>, 'data' | 'error' | 'refetch'>;
  kind: RecordKind;
  id: string;
  /** What it is called while it is on its way: 'Client'. */
  noun: string;
  list: { href: string; label: string };
  under?: (record: Row) => ReactNode;
  actions?: (record: Row) => ReactNode;
  tabs?: ReactNode;
  children: (record: Row) => ReactNode;
};

export function RecordPage<Row extends { name: string }>(props: RecordPageProps<Row>) {
  const { query, kind, id, noun, list, under, actions, tabs, children } = props;
  const { data: record, error, refetch } = query;
  const name = record?.name;
  useEffect(() => {
    if (name !== undefined) rememberRecord({ kind, id, title: name, href: `${list.href}/${id}` });
  }, [kind, id, name, list.href]);
  return (
    <>
      <title>{`${name ?? noun} · Workledger`}</title>
      <PageHeader
        title={name ?? ''}
        back={{ href: lastAddress(list.href), label: list.label }}
        under={(record && under?.(record)) || undefined}
      >
        {record && actions?.(record)}
      </PageHeader>
      {tabs}
      <PageBody>
        {record !== undefined ? (
          children(record)
        ) : error === null ? (
          <Skeleton height={180} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </PageBody>
    </>
  );
}
