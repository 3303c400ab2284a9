// The year as plots: what is unbilled and how old, for how many days of billing it stands, what of the work was billed,
// and why the rest was given away. Each point leads to the report that it is from.

import type { Home } from '../../api/home.ts';
import { pageOf } from '../../api/links.ts';
import { Chart } from '../../chart/Chart.tsx';
import { Block } from '../../ui/PageBody.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import classes from './home.module.css';
import type { HomeOfCurrency } from './of-currency.ts';

type ChartsProps = { home: Home; of: HomeOfCurrency };

export function Charts({ home, of }: ChartsProps) {
  const formats = useFormats();
  return (
    <div className={classes.charts}>
      <WipByAge {...{ home, of, formats }} />
      <LockUp {...{ home, of, formats }} />
      <Realisation {...{ home, of, formats }} />
      <WriteOffs {...{ home, of, formats }} />
    </div>
  );
}

type PlotProps = ChartsProps & { formats: Formats };
type Point = { asAt: string; links: Record<string, string> };

/** A place for each day, in the words of its month; the last is today. */
function daysOf(points: readonly Point[], { home, formats }: PlotProps) {
  return {
    placeName: 'At the end of',
    places: points.map(({ asAt }) => (asAt === home.asAt ? 'Today' : formats.monthShort(asAt))),
    hrefOf: (place: number) => pageOf(points[place]?.links['report']),
  };
}

function WipByAge(props: PlotProps) {
  const { wip } = props.of;
  if (wip.length === 0) return <Nothing title="WIP by age">Nothing was unbilled in these months.</Nothing>;
  return (
    <Chart
      title="WIP by age"
      figure="age"
      kind="stackedBar"
      {...daysOf(wip, props)}
      series={[
        { name: 'Current', values: wip.map(({ ageCurrent }) => ageCurrent), token: '--age-1' },
        { name: '1 month', values: wip.map(({ ageOneMonth }) => ageOneMonth), token: '--age-2' },
        { name: '2 months', values: wip.map(({ ageTwoMonths }) => ageTwoMonths), token: '--age-3' },
        {
          name: '3 months and older',
          values: wip.map(({ ageThreeMonthsPlus }) => ageThreeMonthsPlus),
          token: '--age-4',
        },
        { name: 'Interims', values: wip.map(({ interims }) => interims), token: '--chart-3' },
        { name: 'Net WIP', values: wip.map(({ netWip }) => netWip), token: '--text', drawnAs: 'line' },
      ]}
    />
  );
}

function LockUp(props: PlotProps) {
  const points = props.of.lockUp.filter(({ lockUpDays }) => lockUpDays !== null);
  if (points.length === 0) {
    return <Nothing title="Lock-up days">Without billing there are no days to count.</Nothing>;
  }
  return (
    <Chart
      title={`Lock-up days, over ${props.home.lockUpOverDays} days of billing`}
      kind="stackedBar"
      figure="lockUpDays"
      unit="days"
      {...daysOf(points, props)}
      series={[
        { name: 'WIP days', values: points.map(({ wipDays }) => wipDays) },
        { name: 'Debtor days', values: points.map(({ debtorDays }) => debtorDays) },
      ]}
    />
  );
}

function Realisation({ home, of, formats }: PlotProps) {
  const months = of.realisation;
  const running = months.findIndex(({ month }) => month.slice(0, 7) === home.asAt.slice(0, 7));
  const nameOf = (month: string, place: number) =>
    place === running ? `${formats.monthShort(month)} so far` : formats.monthShort(month);
  if (months.length === 0) {
    return <Nothing title="Realisation">No work was billed or written off in these months.</Nothing>;
  }
  return (
    <Chart
      title="Realisation: what part of the work was billed"
      figure="realisation"
      kind="line"
      unit="percent"
      placeName="Month"
      places={months.map(({ month }, place) => nameOf(month, place))}
      unfinished={running < 0 ? undefined : running}
      series={[{ name: 'Realisation', values: months.map(({ realisation }) => realisation) }]}
      hrefOf={(place) => pageOf(months[place]?.links['report'])}
    />
  );
}

const reasonsMax = 8;

function WriteOffs({ of }: PlotProps) {
  const reasons = of.writeOffs.slice(0, reasonsMax);
  if (reasons.length === 0) {
    return <Nothing title="Write-offs by reason">Nothing was written off in these months.</Nothing>;
  }
  return (
    <Chart
      title="Written off by reason, less what was written on"
      figure="write-offs.net"
      kind="bar"
      horizontal
      placeName="Reason"
      places={reasons.map(({ reason }) => reason ?? 'No reason given')}
      series={[{ name: 'Net', values: reasons.map(({ net }) => net), token: '--age-4' }]}
      hrefOf={(place) => pageOf(reasons[place]?.links['report'])}
    />
  );
}

function Nothing({ title, children }: { title: string; children: string }) {
  return (
    <Block title={title}>
      <p className={classes.none}>{children}</p>
    </Block>
  );
}
