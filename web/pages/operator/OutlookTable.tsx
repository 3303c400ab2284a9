import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { bytesText } from './measures.ts';
import type { Outlook } from './questions.ts';

type Line = {
  readonly name: string;
  readonly bytes: number;
  /** Null where it has no end. */
  readonly ofBytes: number | null;
  readonly growth: number | null;
  readonly days: number | null;
};

const lookDays = 60;
const actDays = 14;

/** At the pace of the last thirty days: what grows, and when it is full. */
export function OutlookTable({ outlook }: { outlook: Outlook }) {
  const formats = useFormats();
  return (
    <FactsTable
      label="What grows, and when it is full"
      columns={columns(formats)}
      rows={linesOf(outlook)}
      keyOf={({ name }) => name}
      none="Growth shows when there are two days of history."
    />
  );
}

function linesOf({ disks, memory, database }: Outlook): Line[] {
  return [
    ...disks.map(({ host, usedBytes, freeBytes, growthBytesPerDay, daysUntilFull }) => ({
      name: `Disk of ${host}`,
      bytes: usedBytes,
      ofBytes: usedBytes + freeBytes,
      growth: growthBytesPerDay,
      days: daysUntilFull,
    })),
    ...memory.map(({ host, usedBytes, totalBytes, growthBytesPerDay, daysUntilFull }) => ({
      name: `Memory of ${host}`,
      bytes: usedBytes,
      ofBytes: totalBytes,
      growth: growthBytesPerDay,
      days: daysUntilFull,
    })),
    ...(database.bytes === null
      ? []
      : [
          {
            name: 'Database',
            bytes: database.bytes,
            ofBytes: null,
            growth: database.growthBytesPerDay,
            days: null,
          },
        ]),
  ];
}

const columns = (formats: Formats): FactsColumn<Line>[] => [
  { header: 'What', of: ({ name }) => name },
  { header: 'Now', of: ({ bytes }) => bytesText(bytes, formats), align: 'end' },
  {
    header: 'Of',
    of: ({ ofBytes }) => (ofBytes === null ? '' : bytesText(ofBytes, formats)),
    align: 'end',
    optional: true,
  },
  {
    header: 'Grows a day by',
    of: ({ growth }) => (growth === null ? 'Not known yet' : bytesText(growth, formats)),
    align: 'end',
  },
  { header: 'Full in', of: (line) => <Days line={line} formats={formats} />, align: 'end' },
];

function Days({ line: { days, growth, ofBytes }, formats }: { line: Line; formats: Formats }) {
  if (ofBytes === null || growth === null) return null;
  if (days === null) return 'Does not fill';
  const text = `${formats.count(days)} days`;
  if (days >= lookDays) return text;
  return <StatusBadge tone={days < actDays ? 'negative' : 'warning'}>{text}</StatusBadge>;
}
