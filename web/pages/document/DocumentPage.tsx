// The page of an invoice, a credit note, a quote or a payment: who it is for and how it stands, what it comes to, on the
// left what it says and did, on the right what is known of it.

import { Skeleton } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { rememberRecord } from '../../shell/recent.ts';
import { ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { addressOf } from '../../util/addresses.ts';
import { lastAddress } from '../../util/last-address.ts';
import classes from './document.module.css';

type Shown = {
  under: ReactNode;
  acts: ReactNode;
  figures: ReactNode;
  left: ReactNode;
  right: ReactNode;
};

type DocumentPageProps = {
  kind: 'invoice' | 'creditNote' | 'quote' | 'payment';
  id: string;
  /** What it is called until its name is known. */
  word: string;
  /** Undefined while it is on its way. */
  title: string | undefined;
  /** Its number, where the title is another name. */
  mark?: string | undefined;
  list: { href: string; label: string };
  error: unknown;
  onRetry: () => void;
  /** Undefined while it is on its way. */
  shown: Shown | undefined;
};

export function DocumentPage(props: DocumentPageProps) {
  const { kind, id, word, title, mark, list, error, onRetry, shown } = props;
  useEffect(() => {
    if (title !== undefined) rememberRecord({ kind, id, title, href: addressOf({ kind, id }) });
  }, [kind, id, title]);
  return (
    <>
      <title>{`${title ?? word} · Workledger`}</title>
      <PageHeader
        title={title ?? ''}
        {...(mark === undefined ? {} : { mark })}
        back={{ href: lastAddress(list.href), label: list.label }}
        under={shown?.under}
      >
        {shown?.acts}
      </PageHeader>
      {shown?.figures}
      <PageBody>
        {shown !== undefined ? (
          <div className={classes.columns}>
            <div>{shown.left}</div>
            <div>{shown.right}</div>
          </div>
        ) : error === null ? (
          <Skeleton height={480} />
        ) : (
          <ProblemNotice error={error} onRetry={onRetry} />
        )}
      </PageBody>
    </>
  );
}
