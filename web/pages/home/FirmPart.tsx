// How the firm stands. Every figure is one of a report and leads there.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Home } from '../../api/home.ts';
import { homeQuery } from '../../api/home.ts';
import { pageOf } from '../../api/links.ts';
import { Amount } from '../../ui/Amount.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { ChoicePicker } from '../../ui/ChoicePicker.tsx';
import { Day } from '../../ui/Day.tsx';
import { Figures, type Figure } from '../../ui/Figures.tsx';
import { Notice, ProblemNotice } from '../../ui/Notice.tsx';
import { Block, PageBody } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { usePageSearch } from '../../util/page-search.ts';
import { stringifySearch } from '../../util/search.ts';
import { sumOf } from '../../util/sums.ts';
import { Charts } from './Charts.tsx';
import classes from './home.module.css';
import type { HomeOfCurrency } from './of-currency.ts';
import { currenciesIn, ofCurrency } from './of-currency.ts';

export function FirmPart() {
  const query = useQuery(homeQuery());
  const [search, change] = usePageSearch();
  const { data: home } = query;
  if (home === undefined) {
    return (
      <PageBody>
        {query.isError ? (
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Waiting />
        )}
      </PageBody>
    );
  }
  const currencies = currenciesIn(home);
  if (currencies.length === 0) return <NothingYet />;
  const asked = search['currency'];
  const currency =
    asked !== undefined && currencies.includes(asked) ? asked : (currencies[0] ?? home.currency);
  const own = ofCurrency(home, currency);
  return (
    <PageBody>
      <div className={classes.figures}>
        <Sums home={home} of={own} />
      </div>
      {currencies.length > 1 && (
        <div>
          <ChoicePicker
            name={`In ${currency}`}
            none={`In ${currencies[0] ?? ''}`}
            value={currency === currencies[0] ? undefined : currency}
            choices={currencies.slice(1).map((code) => ({ value: code, label: code }))}
            onChange={(chosen) => change({ currency: chosen })}
          />
        </div>
      )}
      <Charts home={home} of={own} />
      <UnbilledClients of={own} />
    </PageBody>
  );
}

type PartProps = { home: Home; of: HomeOfCurrency };

function Sums({ home, of }: PartProps) {
  const formats = useFormats();
  return <Figures figures={figuresOf(home, of, formats)} />;
}

function figuresOf(home: Home, of: HomeOfCurrency, formats: Formats): Figure[] {
  const now = of.wip.find(({ asAt }) => asAt === home.asAt);
  const lockUp = of.lockUp.find(({ asAt }) => asAt === home.asAt);
  const lockUpDays = lockUp?.lockUpDays ?? null;
  const [from] = home.realisation.map(({ month }) => month).toSorted();
  const { billing } = of;
  return [
    {
      label: 'Net WIP',
      isMain: true,
      figure: 'netWip',
      record: now,
      value: now === undefined ? 'None' : <Amount of={now.netWip} />,
      href: '/wip',
      note: of.currency,
    },
    {
      label: 'Over three months old',
      figure: 'ageThreeMonthsPlus',
      value: now === undefined ? 'None' : <Amount of={now.ageThreeMonthsPlus} />,
      href: '/wip?sort=-ageThreeMonthsPlus',
    },
    {
      label: 'Lock-up days',
      figure: 'lockUpDays',
      record: lockUp,
      value: lockUpDays === null ? 'None yet' : formats.amount(lockUpDays),
      href: '/reports/lock-up',
      note: lockUp === undefined || lockUpDays === null ? undefined : inDays(lockUp, formats),
    },
    {
      label: 'Written off, 12 months',
      figure: 'write-offs.net',
      record: {
        writtenOff: sumOf(of.writeOffs.map(({ writtenOff }) => writtenOff)),
        writtenOn: sumOf(of.writeOffs.map(({ writtenOn }) => writtenOn)),
        net: sumOf(of.writeOffs.map(({ net }) => net)),
      },
      value: of.writeOffs.length === 0 ? 'None' : <Amount of={sumOf(of.writeOffs.map(({ net }) => net))} />,
      href: `/reports/write-offs${stringifySearch({ from, to: home.asAt })}`,
    },
    ...(billing === undefined ? [] : [billedFigure(billing, formats)]),
  ];
}

function inDays({ wipDays, debtorDays }: HomeOfCurrency['lockUp'][number], formats: Formats): string {
  const part = (days: string | null) => (days === null ? 'none' : formats.amount(days));
  return `${part(wipDays)} in WIP, ${part(debtorDays)} with debtors`;
}

function billedFigure(
  { thisMonth, lastMonth }: NonNullable<HomeOfCurrency['billing']>,
  formats: Formats,
): Figure {
  return {
    label: `Billed in ${formats.monthShort(thisMonth.from)}`,
    figure: 'billing.net',
    value: <Amount of={thisMonth.billed} />,
    href: pageOf(thisMonth.links['report']),
    note: (
      <AppLink href={pageOf(lastMonth.links['report']) ?? '/reports/billing'}>
        {formats.amount(lastMonth.billed)} to this day of {formats.monthShort(lastMonth.from)}
      </AppLink>
    ),
  };
}

function UnbilledClients({ of }: { of: HomeOfCurrency }) {
  if (of.unbilledClients.length === 0) return null;
  return (
    <Block
      title="Clients with the most unbilled work"
      actions={
        <AppLink className={classes.more} href="/wip?group=client&sort=-netWip">
          All clients
        </AppLink>
      }
    >
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Client</th>
              <th scope="col" data-align="end">
                Jobs
              </th>
              <th scope="col" data-align="end" className={classes.optional}>
                Last billed
              </th>
              <th scope="col" data-align="end">
                Net WIP
              </th>
            </tr>
          </thead>
          <tbody>
            {of.unbilledClients.map(({ clientId, clientName, jobs, lastBilledOn, netWip, links }) => (
              <tr key={clientId}>
                <th scope="row">
                  <AppLink href={`/clients/${clientId}`}>{clientName}</AppLink>
                </th>
                <td data-align="end">{jobs}</td>
                <td data-align="end" className={classes.optional}>
                  {lastBilledOn === null ? 'Never' : <Day of={lastBilledOn} />}
                </td>
                <td data-align="end">
                  <AppLink href={pageOf(links['report']) ?? '/wip'}>
                    <Amount of={netWip} />
                  </AppLink>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Block>
  );
}

function NothingYet() {
  return (
    <PageBody>
      <Notice
        title="Nothing has been recorded yet"
        action={<AppLink href="/timesheet">Record the first hours</AppLink>}
      >
        Once there is time, you see here what is unbilled and how old it is, how much is written off, and what
        was billed.
      </Notice>
    </PageBody>
  );
}

function Waiting() {
  return (
    <>
      <Skeleton height={54} width="70%" />
      <div className={classes.charts} aria-hidden="true">
        {[0, 1, 2, 3].map((place) => (
          <Skeleton key={place} height={250} />
        ))}
      </div>
    </>
  );
}
