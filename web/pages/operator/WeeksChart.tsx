import { Chart } from '../../chart/Chart.tsx';
import { useFormats } from '../../util/firm-context.ts';
import { percentText } from './measures.ts';
import type { Outlook } from './questions.ts';

/** The busiest hour of each week. */
export function WeeksChart({ weeks }: { weeks: Outlook['load']['weeks'] }) {
  const formats = useFormats();
  if (weeks.length === 0) return <p className="quiet">The load of weeks shows after the first hours.</p>;
  return (
    <div>
      <Chart
        title="Busiest hour of each week, requests per second"
        kind="bar"
        unit="count"
        placeName="Week from"
        places={weeks.map(({ from }) => formats.date(from))}
        series={[{ name: 'Requests per second', values: weeks.map(({ peakPerSecond }) => peakPerSecond) }]}
        height={180}
      />
      <p className="quiet">{changeText(weeks, (share) => percentText(share, 0, formats))}</p>
    </div>
  );
}

/** The last four weeks beside the four before, or as much of them as is known. */
function changeText(weeks: Outlook['load']['weeks'], write: (share: number) => string): string {
  const half = Math.floor(weeks.length / 2);
  if (half === 0) return 'After two weeks it shows here whether the load grows.';
  const mean = (of: Outlook['load']['weeks']) =>
    of.reduce((sum, { requests }) => sum + requests, 0) / of.length;
  const before = mean(weeks.slice(-2 * half, -half));
  if (before === 0) return 'There was nothing before to compare it with.';
  const change = mean(weeks.slice(-half)) / before - 1;
  const span = half === 1 ? 'the last week' : `the last ${half} weeks`;
  if (Math.abs(change) < 0.01) return `As many requests in ${span} as before.`;
  return `${write(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} requests in ${span} than before.`;
}
