// Drawing up a quote: a new one, or a draft. The address says which: ?clientId, ?jobId, ?draft.

import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { quoteBody } from '#contract/quotes/quotes.ts';
import { clientQuery } from '../../api/clients.ts';
import { quoteQuery, quoteTopics, type Quote } from '../../api/quotes.ts';
import { Form } from '../../form/Form.tsx';
import { useRecordForm } from '../../form/useRecordForm.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useFirm, useMay } from '../../util/firm-context.ts';
import { lastAddress } from '../../util/last-address.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { titleOf } from '../quotes/states.ts';
import { HeadFields, Texts } from './HeadFields.tsx';
import { Lines } from './Lines.tsx';
import { bodyOf, fieldsOf, newQuote, type Line, type QuoteFields } from './model.ts';
import { Totals } from './Totals.tsx';
import { useQuotePreview } from './useQuotePreview.ts';
import classes from './editor.module.css';

export function QuoteEditorPage() {
  const [{ draft }] = usePageSearch();
  return draft === undefined ? <Editor quote={null} /> : <DraftEditor key={draft} id={draft} />;
}

function DraftEditor({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(quoteQuery(id));
  if (data === undefined)
    return (
      <PageBody>
        {error === null ? (
          <Skeleton height={420} />
        ) : (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        )}
      </PageBody>
    );
  if (data.state !== 'draft')
    return (
      <PageBody>
        <Notice
          title={`${titleOf(data)} is issued`}
          action={
            <Button component={AppLink} href={`/quotes/${id}`}>
              Open it
            </Button>
          }
        >
          What was issued is not edited any more; it can be revised.
        </Notice>
      </PageBody>
    );
  return <Editor quote={data} />;
}

function Editor({ quote }: { quote: Quote | null }) {
  const { form, currency, seesCosts } = useEditor(quote);
  // Undo comes later than the rendering that offered it: it changes the lines as they are by then.
  const latest = useRef(form);
  useEffect(() => {
    latest.current = form;
  });
  const changeLines = (change: (lines: readonly Line[]) => readonly Line[]) =>
    latest.current.set({ lines: change(latest.current.values.lines) });
  const { preview, problem } = useQuotePreview(form.values, seesCosts);
  const title = quote === null ? 'New quote' : titleOf(quote);
  const { lines } = form.values;
  return (
    <>
      <title>{`${title} · Workledger`}</title>
      <PageHeader
        title={title}
        back={
          quote === null
            ? { href: lastAddress('/quotes'), label: 'Quotes' }
            : { href: `/quotes/${quote.id}`, label: 'the quote' }
        }
      >
        <Button variant="default" loading={form.isSaving} onClick={() => void form.save()}>
          Save
        </Button>
      </PageHeader>
      <PageBody>
        <Form form={form} act="Save the draft">
          <div className={classes.columns}>
            <div>
              <HeadFields form={form} currency={currency} isNew={quote === null} />
              <Block title="Lines">
                <Lines
                  lines={lines}
                  onChange={changeLines}
                  preview={preview}
                  seesCosts={seesCosts}
                  errorAt={form.errorAt}
                />
              </Block>
              <Texts form={form} />
            </div>
            <Totals
              preview={preview}
              problem={problem}
              currency={preview?.currency ?? currency}
              isWaiting={form.values.clientId === ''}
            />
          </div>
        </Form>
      </PageBody>
    </>
  );
}

function useEditor(quote: Quote | null) {
  const [{ clientId = '', jobId = '' }] = usePageSearch();
  const may = useMay();
  const firm = useFirm();
  const router = useRouter();
  const seesCosts = may('costRates.read');
  const initial = useMemo(
    () => (quote === null ? newQuote(clientId, jobId) : fieldsOf(quote)),
    [quote, clientId, jobId],
  );
  const form = useRecordForm<QuoteFields, Quote>({
    id: quote === null ? `new quote ${clientId} ${jobId}` : `quote ${quote.id}`,
    initial,
    bodyOf: (fields) => bodyOf(fields, seesCosts),
    schema: quoteBody,
    send: (body) =>
      quote === null
        ? { path: '/quotes', body }
        : { path: `/quotes/${quote.id}`, method: 'PUT', version: quote.version, body },
    changes: quoteTopics,
    said: 'Saved',
    onSaved: ({ id }) => router.history.push(`/quotes/${id}`),
  });
  const { clientId: chosen } = form.values;
  const client = useQuery({ ...clientQuery(chosen), enabled: chosen !== '' });
  return { form, seesCosts, currency: client.data?.currency ?? quote?.currency ?? firm.currency };
}
