// Where every invoice is composed: a new one for a client, some of its jobs or some entries, or a draft that was saved.
// The address says which: ?clientId, ?jobIds, ?itemIds, ?draft.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { billableQuery, invoiceQuery, type BillableJob, type Invoice } from '../../api/invoices.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { documentState } from '../../ui/states.ts';
import { lastAddress } from '../../util/last-address.ts';
import { usePageSearch, type PageSearch } from '../../util/page-search.ts';
import { Composing } from './Composing.tsx';
import { draftOf, newDraft, newJob, usualBasis, type Basis, type InvoiceDraft } from './model.ts';

const bases: readonly Basis[] = ['actual', 'quoted', 'deposit', 'miscellaneous'];

export function ComposerPage() {
  const [search, change] = usePageSearch();
  // The draft that this very page has made: its address changes, and what is being typed stays.
  const [own, setOwn] = useState<{ id: string; isNamed: boolean; round: number } | null>(null);
  const [round, setRound] = useState(0);
  const { draft: draftId } = search;
  if (own !== null && !own.isNamed && own.id === draftId) setOwn({ ...own, isNamed: true });
  if (own?.isNamed && own.id !== draftId) {
    setOwn(null);
    setRound(round + 1);
  }
  const onFirstSaved = useCallback(
    (id: string) => {
      setOwn({ id, isNamed: false, round });
      change({ draft: id }, 'replace');
    },
    [change, round],
  );
  if (draftId !== undefined && draftId !== own?.id) return <SavedDraft key={draftId} id={draftId} />;
  const { clientId, jobIds, itemIds, basis } = search;
  return (
    <NewInvoice
      key={[round, clientId, jobIds, itemIds, basis].join(' ')}
      search={search}
      onFirstSaved={onFirstSaved}
    />
  );
}

function SavedDraft({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(invoiceQuery(id));
  // Later answers are for the pages of the invoice; here the author's fields stand.
  const [first, setFirst] = useState<Invoice | null>(null);
  if (first === null && data !== undefined) setFirst(data);
  if (first === null)
    return (
      <Waiting title="Draft">
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      </Waiting>
    );
  if (first.state !== 'draft' || first.content === null) return <NoDraft invoice={first} />;
  return (
    <Composing
      start={{
        keptAs: `invoice ${id}`,
        draft: draftOf(first.content),
        saved: { id, version: first.version },
      }}
    />
  );
}

type NewInvoiceProps = { search: PageSearch; onFirstSaved: (id: string) => void };

function NewInvoice({ search, onFirstSaved }: NewInvoiceProps) {
  const { clientId, jobIds, itemIds, type } = search;
  const named = useMemo(() => jobIds?.split(',').filter(Boolean) ?? [], [jobIds]);
  const { data, error, refetch } = useQuery({
    ...billableQuery(named.length > 0 ? { jobIds: named } : { clientId }),
    enabled: named.length > 0 || clientId !== undefined,
  });
  const isAsked = named.length > 0 || clientId !== undefined;
  const [start, setStart] = useState<InvoiceDraft | null>(null);
  if (start === null && (!isAsked || data !== undefined))
    setStart(
      startOf(data ?? [], {
        clientId,
        isNamed: named.length > 0,
        items: itemIds?.split(',') ?? [],
        basis: bases.find((each) => each === search['basis']),
        isFinal: type === 'final',
      }),
    );
  if (start === null)
    return (
      <Waiting title="New invoice">
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      </Waiting>
    );
  return (
    <Composing
      start={{
        keptAs: `new invoice ${[clientId, jobIds, itemIds].filter(Boolean).join(' ')}`,
        draft: start,
        saved: null,
      }}
      onFirstSaved={onFirstSaved}
    />
  );
}

type Wanted = {
  clientId: string | undefined;
  isNamed: boolean;
  items: readonly string[];
  basis: Basis | undefined;
  isFinal: boolean;
};

/** A new invoice as it is offered: the jobs that were named, or the only one of the client. */
function startOf(jobs: readonly BillableJob[], wanted: Wanted): InvoiceDraft {
  const client = wanted.clientId ?? jobs[0]?.clientId ?? '';
  const ofClient = jobs.filter(({ clientId }) => clientId === client);
  const chosen = wanted.isNamed || ofClient.length === 1 ? ofClient : [];
  const byQuote = chosen.length > 0 && chosen.every((job) => usualBasis(job) === 'quoted');
  const interims = wanted.isFinal ? ('all' as const) : {};
  return {
    ...newDraft(client),
    basis: wanted.basis ?? (byQuote ? 'quoted' : 'actual'),
    type: wanted.isFinal ? 'final' : 'progress',
    jobs: chosen.map(({ jobId, items }) => {
      const own = new Set(items.map(({ itemId }) => itemId));
      return {
        ...newJob(
          jobId,
          wanted.items.filter((itemId) => own.has(itemId)),
        ),
        interims,
      };
    }),
  };
}

function Waiting({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <title>{`${title} · Workledger`}</title>
      <PageHeader title={title} back={{ href: lastAddress('/invoices'), label: 'Invoices' }} />
      <PageBody>{children === false ? <Skeleton height={320} /> : children}</PageBody>
    </>
  );
}

function NoDraft({ invoice }: { invoice: Invoice }) {
  const [word] = documentState(invoice.state);
  return (
    <Waiting title={invoice.number ?? 'Invoice'}>
      <Notice
        title={`This invoice is ${word.toLowerCase()}`}
        action={
          <Button component={AppLink} href={`/invoices/${invoice.id}`} variant="default">
            Open it
          </Button>
        }
      >
        Only a draft is composed. What is approved can be cancelled, credited or duplicated on its page.
      </Notice>
    </Waiting>
  );
}
