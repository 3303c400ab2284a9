import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo } from 'react';
import { quoteCountsQuery, type ListedQuote, type QuoteCounts } from '../../api/quotes.ts';
import { clientSource, jobSource } from '../../form/entities.ts';
import {
  customColumn,
  dayColumn,
  linkColumn,
  linkedTextColumn,
  moneyColumn,
  textColumn,
  type ListColumn,
} from '../../list/columns.tsx';
import type { Filter } from '../../list/filters.ts';
import { ListPage } from '../../list/ListPage.tsx';
import type { Card } from '../../list/narrow.tsx';
import { Amount } from '../../ui/Amount.tsx';
import { Day } from '../../ui/Day.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Tabs, useTab } from '../../ui/Tabs.tsx';
import { useCommands } from '../../util/commands.ts';
import { todayIn } from '../../util/days.ts';
import { useFirm, useFormats, useMay } from '../../util/firm-context.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { sumOf } from '../../util/sums.ts';
import { parts, questionOf, stateOf, tabsOf, titleOf } from './states.ts';
import classes from './quotes.module.css';

const nouns = ['quote', 'quotes'] as const;
const idOf = ({ id }: ListedQuote) => id;
const currencyOf = ({ currency }: ListedQuote) => currency;
const hrefOf = ({ id }: ListedQuote) => `/quotes/${id}`;

const columns: readonly ListColumn<ListedQuote>[] = [
  linkColumn({
    key: 'name',
    header: 'Quote',
    width: 260,
    of: titleOf,
    mark: ({ number, name }) => (name === null ? null : number),
    href: hrefOf,
  }),
  linkedTextColumn({
    key: 'client',
    header: 'Client',
    width: 190,
    of: ({ clientName }) => clientName,
    href: ({ clientId }) => (clientId === null ? null : `/clients/${clientId}`),
  }),
  linkedTextColumn({
    key: 'job',
    header: 'Job',
    width: 164,
    of: ({ jobNumber, jobName }) => (jobNumber === null ? null : `${jobNumber} ${jobName ?? ''}`),
    href: ({ jobId }) => (jobId === null ? null : `/jobs/${jobId}`),
  }),
  customColumn({ key: 'state', header: 'State', width: 104, cell: (row) => <State quote={row} /> }),
  dayColumn({ key: 'quotedOn', header: 'Quoted', of: ({ quotedOn }) => quotedOn }),
  dayColumn({ key: 'validUntil', header: 'Valid until', of: ({ validUntil }) => validUntil }),
  moneyColumn({ key: 'total', header: 'Total ex tax', of: ({ total }) => total, sums: true, href: hrefOf }),
  moneyColumn({
    key: 'totalWithTax',
    header: 'With tax',
    of: ({ totalWithTax }) => totalWithTax,
    sums: true,
    hiddenAtFirst: true,
  }),
  dayColumn({ key: 'acceptedOn', header: 'Accepted', of: (row) => row.acceptedOn, hiddenAtFirst: true }),
  textColumn({ key: 'by', header: 'Drawn up by', of: (row) => row.createdByName, hiddenAtFirst: true }),
  textColumn({ key: 'currency', header: 'Currency', width: 84, of: currencyOf, hiddenAtFirst: true }),
];

const filters: readonly Filter[] = [
  { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
  { kind: 'entity', key: 'jobId', name: 'Job', none: 'All jobs', source: jobSource },
  { kind: 'days', key: 'dates', name: 'Quoted', fromKey: 'from', toKey: 'to' },
];

/** What is offered to clients, by where it stands. */
export function QuotesPage() {
  const may = useMay();
  const router = useRouter();
  const [{ clientId, jobId, from, to, text }] = usePageSearch();
  const { data } = useQuery(quoteCountsQuery({ clientId, jobId, from, to, search: text }));
  const tabs = useMemo(() => tabsOf(data?.items), [data]);
  const tab = useTab(tabs);
  const part = parts.find(({ value }) => value === tab) ?? parts[0]!;
  const question = useMemo(() => questionOf(part), [part]);
  const mayEdit = may('quotes.edit');
  const add = () =>
    router.history.push(`/quotes/new${clientId === undefined ? '' : `?clientId=${clientId}`}`);
  useCommands(mayEdit ? [{ label: 'New quote', key: 'n', words: 'add offer estimate', onChoose: add }] : []);
  const button = mayEdit ? <Button onClick={add}>New quote</Button> : null;
  return (
    <ListPage<ListedQuote>
      title="Quotes"
      href="/quotes"
      question={question}
      nouns={nouns}
      idOf={idOf}
      nameOf={titleOf}
      hrefOf={hrefOf}
      columns={columns}
      cardOf={cardOf}
      currencyOf={currencyOf}
      filters={filters}
      finds="Number, name, client or job"
      sortsBy="nothing"
      actions={button}
      nothingYet={{
        title: tab === 'all' ? 'No quotes yet' : `Nothing under “${part.label.toLowerCase()}”`,
        text: part.empty,
        action: tab === 'all' || tab === 'drafts' ? button : undefined,
      }}
    >
      <Standing counts={data} />
      <div className={classes.tabs}>
        <Tabs label="Where they stand" tabs={tabs} />
      </div>
    </ListPage>
  );
}

/** What is on offer, what expired, and how often clients say yes. */
function Standing({ counts }: { counts: QuoteCounts | undefined }) {
  const { currency } = useFirm();
  const formats = useFormats();
  const sum = (wanted: (count: QuoteCounts['items'][number]) => boolean) =>
    counts && (
      <Amount
        of={sumOf([
          '0.00',
          ...counts.items.flatMap((each) => (each.currency === currency && wanted(each) ? [each.total] : [])),
        ])}
      />
    );
  const rate = counts && (counts.wonPercent === null ? '–' : `${formats.amount(counts.wonPercent)} %`);
  return (
    <Figures
      figures={[
        {
          label: `On offer, ${currency}`,
          value: sum(({ state }) => state === 'issued'),
          isMain: true,
          href: '/quotes?tab=issued',
        },
        { label: 'Of it expired', value: sum(({ isExpired }) => isExpired), href: '/quotes?tab=issued' },
        { label: 'Accepted', value: sum(({ state }) => state === 'accepted'), href: '/quotes?tab=accepted' },
        {
          label: 'Won',
          value: rate,
          ...(counts === undefined || counts.decided === 0
            ? {}
            : { note: `of ${formats.count(counts.decided)} that were decided` }),
        },
      ]}
    />
  );
}

function State({ quote }: { quote: ListedQuote }) {
  const { timeZone } = useFirm();
  const [word, tone] = stateOf(quote, todayIn(timeZone));
  return <StatusBadge tone={tone}>{word}</StatusBadge>;
}

function cardOf(row: ListedQuote): Card {
  return {
    title: titleOf(row),
    under: (
      <>
        <State quote={row} /> <Day of={row.quotedOn} />
      </>
    ),
    end: <Amount of={row.total} />,
    underEnd: row.currency,
  };
}
