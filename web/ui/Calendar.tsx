import '@mantine/dates/styles.css';
import { DatePicker } from '@mantine/dates';
import { useFirm } from '../util/firm-context.ts';

/** A month to pick a day from. A file of its own, because it weighs as much as a page and is seldom opened. */
export default function Calendar({ value, onChange }: { value: string; onChange: (date: string) => void }) {
  const { locale, weekStartsOn } = useFirm();
  const monthName = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <DatePicker
      value={value}
      defaultDate={value}
      onChange={(date) => date !== null && onChange(date)}
      size="sm"
      hideOutsideDates
      weekendDays={[]}
      firstDayOfWeek={toSundayZero(weekStartsOn)}
      monthLabelFormat={(date) => monthName.format(Date.parse(`${String(date).slice(0, 10)}T00:00:00Z`))}
      ariaLabels={{ nextMonth: 'Next month', previousMonth: 'Month before' }}
    />
  );
}

/** The picker counts days of the week from Sunday, 0; the firm from Monday, 1. */
function toSundayZero(weekday: number): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  return (weekday % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}
