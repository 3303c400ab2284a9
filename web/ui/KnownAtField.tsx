import { TextInput } from '@mantine/core';
import { instantAt, wallClockAt } from '../util/days.ts';
import { useFirm } from '../util/firm-context.ts';

type KnownAtFieldProps = { value: string | undefined; onChange: (instant: string | undefined) => void };

/** The moment after which nothing that was recorded counts: an instant, shown as the firm's clocks had it. */
export function KnownAtField({ value, onChange }: KnownAtFieldProps) {
  const { timeZone } = useFirm();
  return (
    <TextInput
      type="datetime-local"
      label="Leave out what was recorded after"
      description="Such a report never changes, whatever is recorded later."
      value={value === undefined ? '' : wallClockAt(value, timeZone)}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        onChange(typed === '' ? undefined : instantAt(typed.slice(0, 16), timeZone));
      }}
    />
  );
}
