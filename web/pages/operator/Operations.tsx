import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { Asked } from './Asked.tsx';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { bytesText, durationText, secondsBetween } from './measures.ts';
import classes from './operator.module.css';
import { useOperations, type Operation, type OperationKind } from './questions.ts';
import { operationWords } from './words.ts';

/** The latest of a kind, each with how it ended and what it said. */
export function Operations({ kind, none }: { kind: OperationKind; none: string }) {
  const formats = useFormats();
  const query = useOperations(kind);
  return (
    <Asked query={query}>
      {({ items }) => (
        <FactsTable
          label={`${operationWords[kind].label}s`}
          columns={columns(formats)}
          rows={items}
          keyOf={({ id }) => id}
          none={none}
        />
      )}
    </Asked>
  );
}

const columns = (formats: Formats): FactsColumn<Operation>[] => [
  { header: 'Begun', of: ({ startedAt }) => formats.instant(startedAt) },
  { header: 'Outcome', of: (operation) => <Outcome operation={operation} /> },
  {
    header: 'Took',
    of: ({ startedAt, endedAt }) =>
      endedAt === null ? '' : durationText(secondsBetween(startedAt, endedAt), formats),
    align: 'end',
  },
  {
    header: 'What it said',
    of: (operation) => <span className={classes.said}>{saidOf(operation, formats)}</span>,
  },
];

function Outcome({ operation: { outcome, kind } }: { operation: Operation }) {
  if (outcome === null) return <StatusBadge tone="accent">Goes on</StatusBadge>;
  if (outcome === 'brokenOff') return <StatusBadge tone="warning">Broken off</StatusBadge>;
  if (outcome === 'succeeded')
    return <StatusBadge tone="positive">{kind === 'verify' ? 'Agrees' : 'Done'}</StatusBadge>;
  return <StatusBadge tone="negative">Failed</StatusBadge>;
}

/** The figures that people ask for first, in a sentence. */
function saidOf({ detail, outcome, seenAt }: Operation, formats: Formats): string {
  const number = (name: string) => (typeof detail[name] === 'number' ? detail[name] : undefined);
  const text = (name: string) => (typeof detail[name] === 'string' ? detail[name] : undefined);
  const count = (name: string, one: string, many: string) => {
    const value = number(name);
    return value === undefined ? undefined : `${formats.count(value)} ${value === 1 ? one : many}`;
  };
  const bytes = number('storedBytes');
  return [
    outcome === 'brokenOff'
      ? `Last heard of on ${formats.instant(seenAt)}; it is done again when it is due`
      : undefined,
    text('error'),
    count('differences', 'difference', 'differences'),
    text('inFirms') === undefined ? undefined : `in firm ${text('inFirms')}`,
    count('firms', 'firm', 'firms'),
    count('rows', 'row', 'rows'),
    bytes === undefined ? undefined : bytesText(bytes, formats),
    text('place') ?? text('folder'),
    detail['isEncrypted'] === false ? 'not encrypted' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
