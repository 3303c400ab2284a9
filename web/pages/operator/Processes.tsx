import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useFormats } from '../../util/firm-context.ts';
import type { Formats } from '../../util/formats.ts';
import { FactsTable, type FactsColumn } from './FactsTable.tsx';
import { agoText } from './measures.ts';
import type { State } from './questions.ts';
import { processWords } from './words.ts';

type Process = State['processes'][number];

const columns = (formats: Formats, now: string): FactsColumn<Process>[] => [
  { header: 'Host', of: ({ host }) => host },
  {
    header: 'State',
    of: ({ state }) => <StatusBadge tone={processWords[state].tone}>{processWords[state].label}</StatusBadge>,
  },
  { header: 'Role', of: ({ role }) => (role === 'serve' ? 'Server' : 'Worker') },
  { header: 'Version', of: ({ version }) => version },
  { header: 'Process', of: ({ process }) => process, align: 'end', optional: true },
  { header: 'Since', of: ({ startedAt }) => formats.instant(startedAt), optional: true },
  { header: 'Seen', of: ({ seenAt }) => agoText(seenAt, formats, now) },
];

/** Each program that said lately that it is there; one that was killed stays for a day, silent. */
export function Processes({ state }: { state: State }) {
  const formats = useFormats();
  return (
    <FactsTable
      label="Servers and workers"
      columns={columns(formats, state.at)}
      rows={state.processes}
      keyOf={({ host, process }) => `${host} ${process}`}
      none="No program has reported. They do so every ten seconds."
    />
  );
}
