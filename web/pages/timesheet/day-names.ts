// Days of a week as its columns name them.

import { useMemo } from 'react';
import { useFirm } from '../../util/firm-context.ts';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export type DayNames = {
  /** 'Mon' */
  weekday: (day: string) => string;
  /** 'Monday, 16 November' */
  long: (day: string) => string;
  /** '16' */
  dayOfMonth: (day: string) => string;
  /** '16 – 22 Nov 2026' */
  span: (from: string, to: string) => string;
};

export function useDayNames(): DayNames {
  const { locale } = useFirm();
  return useMemo(() => {
    const timeZone = 'UTC';
    const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone });
    const long = new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone,
    });
    const dayOfMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', timeZone });
    const span = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone,
    });
    return {
      weekday: (day) => weekday.format(at(day)),
      long: (day) => long.format(at(day)),
      dayOfMonth: (day) => dayOfMonth.format(at(day)),
      span: (from, to) => span.formatRange(at(from), at(to)),
    };
  }, [locale]);
}
