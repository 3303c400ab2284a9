import { SegmentedControl } from '@mantine/core';
import { useCommands } from '../../util/commands.ts';
import { usePageSearch } from '../../util/page-search.ts';

const spans = [
  { value: 'hour', label: 'Hour', hours: 1, key: '1' },
  { value: 'day', label: 'Day', hours: 24, key: '2' },
  { value: 'week', label: 'Week', hours: 7 * 24, key: '3' },
  { value: 'month', label: 'Month', hours: 30 * 24, key: '4' },
  { value: 'quarter', label: 'Quarter', hours: 91 * 24, key: '5' },
  { value: 'year', label: 'Year', hours: 365 * 24, key: '6' },
] as const;

/** How far back is looked, in hours, as the address says it. */
export function useSpanHours(): number {
  const [{ span }] = usePageSearch();
  return (spans.find(({ value }) => value === span) ?? spans[1]).hours;
}

/** The last hour to the last year. */
export function SpanPicker() {
  const [{ span }, change] = usePageSearch();
  useCommands(
    spans.map(({ value, label, key }) => ({
      label: `Show the last ${label.toLowerCase()}`,
      key,
      onChoose: () => change({ span: value }),
    })),
  );
  return (
    <SegmentedControl
      size="xs"
      aria-label="How far back"
      value={spans.some(({ value }) => value === span) ? span : 'day'}
      data={spans.map(({ value, label }) => ({ value, label }))}
      onChange={(value) => change({ span: value })}
    />
  );
}
