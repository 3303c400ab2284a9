import { daysFrom } from '../../util/days.ts';
import { useFormats } from '../../util/firm-context.ts';
import classes from './day-bars.module.css';

export type DayOfService = {
  readonly on: string;
  readonly secondsDown: number;
  readonly outages: number;
};

type DayBarsProps = { days: readonly DayOfService[]; from: string; count: number };

/** A bar a day, the oldest first; those before anything was known are hollow. What a bar says is also a list for readers. */
export function DayBars({ days, from, count }: DayBarsProps) {
  const formats = useFormats();
  const known = new Map(days.map((day) => [day.on, day]));
  const places = Array.from({ length: count }, (_, index) => daysFrom(from, index));
  const words = (on: string) => {
    const day = known.get(on);
    if (day === undefined) return `${formats.date(on)}: nothing is known`;
    return `${formats.date(on)}: ${lostText(day.secondsDown, (minutes) => formats.count(minutes))}`;
  };
  const lost = days.filter(({ secondsDown }) => secondsDown > 0);
  return (
    <div>
      <div className={classes.bars} aria-hidden="true">
        {places.map((on) => (
          <span key={on} data-level={levelOf(known.get(on))} title={words(on)} />
        ))}
      </div>
      <div className={classes.ends} aria-hidden="true">
        <span>{formats.date(from)}</span>
        <span>Today</span>
      </div>
      <p className="visually-hidden">
        {lost.length === 0
          ? `No minute lost in the ${formats.count(days.length)} days that are known.`
          : lost.map(({ on }) => words(on)).join('; ')}
      </p>
    </div>
  );
}

function levelOf(day: DayOfService | undefined): string {
  if (day === undefined) return 'unknown';
  if (day.secondsDown === 0) return 'whole';
  return day.secondsDown < 600 ? 'little' : 'much';
}

export function lostText(seconds: number, count: (minutes: number) => string): string {
  if (seconds === 0) return 'no minute lost';
  if (seconds < 60) return 'less than a minute lost';
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? 'a minute lost' : `${count(minutes)} minutes lost`;
}
