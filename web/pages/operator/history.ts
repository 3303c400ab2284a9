// The utilisation history as charts want it: a place for each period, also for those of which nothing is known, so that an
// outage is a gap; and a series per figure or per host.

import type { Series } from '../../chart/chart-props.ts';
import type { Formats } from '../../util/formats.ts';
import { momentAt } from '../../util/days.ts';
import type { Check, Period, Utilisation } from './questions.ts';

const stepMinutes: Readonly<Record<Utilisation['step'], number>> = {
  minute: 1,
  tenMinutes: 10,
  hour: 60,
  day: 1440,
};

/** A moment as an axis has room for it. */
type Moments = (at: number) => string;

export function momentsFor({ locale, timeZone }: { locale: string; timeZone: string }): Moments {
  const format = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  });
  return (at) => format.format(at);
}

type Place = { readonly at: number; readonly period: Period | undefined };

export type History = {
  readonly places: readonly string[];
  readonly hosts: readonly string[];
  readonly seconds: number;
  readonly along: (of: (period: Period) => number | null) => (number | null)[];
};

export function historyOf({ items, step }: Utilisation, formats: Formats, momentOf: Moments): History {
  const places = placesOf(items, step);
  return {
    places: places.map(({ at }) => (step === 'day' ? formats.date(momentAt(at)) : momentOf(at))),
    hosts: [...new Set(items.flatMap(({ hosts }) => hosts.map(({ host }) => host)))].sort(),
    seconds: stepMinutes[step] * 60,
    along: (of) => places.map(({ period }) => (period === undefined ? null : rounded(of(period)))),
  };
}

function placesOf(items: readonly Period[], step: Utilisation['step']): Place[] {
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) return [];
  const known = new Map(items.map((period) => [Date.parse(period.at), period]));
  const stepMs = stepMinutes[step] * 60_000;
  const places: Place[] = [];
  for (let at = Date.parse(first.at); at <= Date.parse(last.at); at += stepMs)
    places.push({ at, period: known.get(at) });
  return places;
}

function rounded(value: number | null): number | null {
  if (value === null) return null;
  const factor = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 10 : 1_000;
  return Math.round(value * factor) / factor;
}

export type HostFigures = Period['hosts'][number];

/** A line for each host, or for the one that was asked for. */
export function perHost(
  { hosts, along }: History,
  host: string | undefined,
  of: (figures: HostFigures) => number | null,
): Series[] {
  return hosts
    .filter((each) => host === undefined || each === host)
    .map((name) => ({
      name,
      values: along((period) => {
        const figures = period.hosts.find((each) => each.host === name);
        return figures === undefined ? null : of(figures);
      }),
    }));
}

/** The thresholds of a check as lines, where it has any. */
export function limitsOf(checks: readonly Check[], name: Check['name'], places: number): Series[] {
  const check = checks.find((each) => each.name === name);
  if (check === undefined) return [];
  return [
    limit('Look', Number(check.warning), '--tone-warning', places),
    limit('Act', Number(check.critical), '--tone-negative', places),
  ];
}

export function limit(name: string, value: number, token: string, places: number): Series {
  return { name, values: Array.from({ length: places }, () => value), token, drawnAs: 'line', isLimit: true };
}
