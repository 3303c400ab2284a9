// Days as people type them: '30/9', '30.9.26', '30 sep', '2026-09-30', 'today', '+3', 'fri'. The order of day and month is
// the locale's. A year left out is the one that brings the day nearest to today.

import { daysFrom, validDay } from './days.ts';

type Reading = { locale: string; today: string };

const relative: Readonly<Record<string, number>> = { today: 0, t: 0, yesterday: -1, y: -1, tomorrow: 1 };

/** The day as 'YYYY-MM-DD'; undefined when it cannot be read or does not exist. */
export function parseDay(typed: string, { locale, today }: Reading): string | undefined {
  const text = typed.trim().toLowerCase().replace(/,/g, ' ');
  if (text === '') return undefined;
  const steps = relative[text] ?? (/^[+-]\d{1,3}$/.test(text) ? Number(text) : undefined);
  if (steps !== undefined) return daysFrom(today, steps);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return validDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  return (
    byWeekday(text, today, locale) ?? byNumbers(text, { locale, today }) ?? byName(text, { locale, today })
  );
}

function byNumbers(text: string, { locale, today }: Reading): string | undefined {
  const match = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s]?(?:(\d{2}|\d{4}))?$/.exec(text);
  if (!match) {
    // A day of this month.
    const alone = /^(\d{1,2})\.?$/.exec(text);
    return alone
      ? validDay(Number(today.slice(0, 4)), Number(today.slice(5, 7)), Number(alone[1]))
      : undefined;
  }
  const [, first = '', second = '', year] = match;
  const [day, month] = dayComesFirst(locale) ? [first, second] : [second, first];
  return withYear({ day: Number(day), month: Number(month), year }, today);
}

function byName(text: string, { locale, today }: Reading): string | undefined {
  const match =
    /^(\d{1,2})\.?\s*(\p{L}{3,})\.?\s*(\d{2}|\d{4})?$/u.exec(text) ??
    swapped(/^(\p{L}{3,})\.?\s*(\d{1,2})\.?\s*(\d{4})?$/u.exec(text));
  if (!match) return undefined;
  const [, day = '', name = '', year] = match;
  const month = monthNamed(name, locale);
  return month === undefined ? undefined : withYear({ day: Number(day), month, year }, today);
}

function swapped(match: RegExpExecArray | null) {
  return match && [match[0], match[2], match[1], match[3]];
}

/** 'fri' is the Friday of the past seven days, today included: what people record lies behind them. */
function byWeekday(text: string, today: string, locale: string): string | undefined {
  if (!/^\p{L}{2,}$/u.test(text)) return undefined;
  for (let back = 0; back < 7; back += 1) {
    const day = daysFrom(today, -back);
    const names = [locale, 'en'].map((each) =>
      new Intl.DateTimeFormat(each, { weekday: 'long', timeZone: 'UTC' }).format(at(day)).toLowerCase(),
    );
    if (names.some((name) => name.startsWith(text))) return day;
  }
  return undefined;
}

type Parts = { day: number; month: number; year: string | undefined };

function withYear({ day, month, year }: Parts, today: string): string | undefined {
  if (year !== undefined) return validDay(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
  const thisYear = Number(today.slice(0, 4));
  const candidates = [thisYear - 1, thisYear, thisYear + 1].flatMap(
    (each) => validDay(each, month, day) ?? [],
  );
  const distance = (date: string) => Math.abs(at(date) - at(today));
  return candidates.toSorted((a, b) => distance(a) - distance(b))[0];
}

function monthNamed(name: string, locale: string): number | undefined {
  for (let month = 1; month <= 12; month += 1) {
    const names = [locale, 'en'].map((each) =>
      new Intl.DateTimeFormat(each, { month: 'long', timeZone: 'UTC' })
        .format(at(`2026-${String(month).padStart(2, '0')}-01`))
        .toLowerCase(),
    );
    if (names.some((each) => each.startsWith(name))) return month;
  }
  return undefined;
}

function dayComesFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).formatToParts(0);
  const order = parts.map(({ type }) => type).filter((type) => type === 'day' || type === 'month');
  return order[0] === 'day';
}

function at(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}
