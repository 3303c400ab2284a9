// A quote: the document as it is printed, what became of it, and what can be done with it; once accepted, what was quoted
// against what was done.

import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { printedQuoteQuery, quoteQuery, type Quote } from '../../api/quotes.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Figures, type Figure } from '../../ui/Figures.tsx';
import { Block, Facts } from '../../ui/PageBody.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats } from '../../util/firm-context.ts';
import { sumOf } from '../../util/sums.ts';
import { DocumentPage } from '../document/DocumentPage.tsx';
import { History } from '../document/History.tsx';
import { Mails } from '../document/Mails.tsx';
import { Paper } from '../document/Paper.tsx';
import { stateOf, titleOf } from '../quotes/states.ts';
import { AgainstActual } from './AgainstActual.tsx';
import { QuoteActs } from './QuoteActs.tsx';

const route = getRouteApi('/shell/quotes/$quoteId');

export function QuotePage() {
  const { quoteId } = route.useParams();
  const { data: quote, error, refetch } = useQuery(quoteQuery(quoteId));
  const hasName = quote !== undefined && quote.number !== null && quote.name !== null;
  return (
    <DocumentPage
      kind="quote"
      id={quoteId}
      word="Quote"
      title={quote && titleOf(quote)}
      mark={hasName ? (quote.number ?? undefined) : undefined}
      list={{ href: '/quotes', label: 'Quotes' }}
      error={error}
      onRetry={() => void refetch()}
      shown={
        quote && {
          under: <Standing quote={quote} />,
          acts: <QuoteActs quote={quote} />,
          figures: <Money quote={quote} />,
          left: (
            <>
              {quote.state === 'accepted' && quote.jobId !== null && (
                <AgainstActual quote={quote} jobId={quote.jobId} />
              )}
              <Paper query={printedQuoteQuery(quote.id)} />
            </>
          ),
          right: (
            <>
              <About quote={quote} />
              <Mails quoteId={quote.id} />
              <History subject="quote" id={quote.id} />
            </>
          ),
        }
      }
    />
  );
}

function Standing({ quote }: { quote: Quote }) {
  const { timeZone } = useFirm();
  const [word, tone] = stateOf(quote, todayIn(timeZone));
  const { clientId, clientName, jobId, jobNumber, jobName, declineReason } = quote;
  return (
    <>
      <StatusBadge tone={tone}>{word}</StatusBadge>{' '}
      {clientId !== null && <AppLink href={`/clients/${clientId}`}>{clientName}</AppLink>}
      {jobId !== null && (
        <>
          {' · '}
          <AppLink href={`/jobs/${jobId}`}>{`${jobNumber ?? ''} ${jobName ?? ''}`}</AppLink>
        </>
      )}
      {declineReason !== null && ` · ${declineReason}`}
    </>
  );
}

function Money({ quote }: { quote: Quote }) {
  const formats = useFormats();
  const { currency, total, tax, totalWithTax, validUntil, uninvoicedQuote, lines, jobId, state, margin } =
    quote;
  const figures: Figure[] = [
    {
      label: `Total ex tax, ${currency}`,
      value: <Amount of={total} />,
      isMain: true,
      ...(state === 'issued' && validUntil !== null
        ? { note: `valid until ${formats.date(validUntil)}` }
        : {}),
    },
    { label: 'With tax', value: <Amount of={totalWithTax} />, note: `of it tax ${formats.amount(tax)}` },
  ];
  if (state === 'accepted' && uninvoicedQuote !== null)
    figures.push(
      {
        label: 'Invoiced of it',
        value: <Amount of={sumOf(lines.map(({ claimed }) => claimed))} />,
        href: `/invoices?jobId=${jobId ?? ''}`,
      },
      {
        label: 'Uninvoiced quote of the job',
        value: <Amount of={uninvoicedQuote} />,
        href: `/jobs/${jobId ?? ''}`,
      },
    );
  if (margin !== undefined && margin !== null)
    figures.push({ label: 'Left for the work', value: <Amount of={margin} />, note: 'after what is bought' });
  return <Figures figures={figures} />;
}

function About({ quote }: { quote: Quote }) {
  const formats = useFormats();
  const day = (date: string | null) => (date === null ? null : formats.date(date));
  const quoteLink = (id: string | null, words: string | null) =>
    id === null ? null : <AppLink href={`/quotes/${id}`}>{words}</AppLink>;
  return (
    <Block title="About it">
      <Facts
        facts={[
          ['Date', day(quote.quotedOn)],
          ['Valid until', day(quote.validUntil)],
          ['Contact', quote.contactName],
          ['Price', quote.pricing === 'fixed' ? 'Fixed total' : 'Sum of the lines'],
          ['Bills the job', quote.isMaster ? 'By this quote' : null],
          ['Revises', quoteLink(quote.revisesQuoteId, quote.revisesNumber ?? 'A quote')],
          ['Revised by', quoteLink(quote.revisedByQuoteId, 'A later quote')],
          ['Sent', quote.sentAt === null ? null : formats.instant(quote.sentAt)],
          ['Accepted', day(quote.acceptedOn)],
          ['Declined', day(quote.declinedOn)],
          ['Drawn up', quote.createdByName],
          ['Note', quote.note],
        ]}
      />
    </Block>
  );
}
