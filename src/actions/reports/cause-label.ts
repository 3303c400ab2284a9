// What caused a journal, for people: "Time: Ana, 2 h, Design".

import { formatDuration } from '#core/calendar/durations.ts';
import type { CauseDetails } from '#store/reports/ledger-lines.ts';

const actionNames: Readonly<Record<string, string>> = {
  writeOff: 'Write-off',
  writeOn: 'Write-on',
  washUp: 'Wash-up',
  revaluation: 'Revaluation',
  move: 'Move',
  openingAdjustment: 'Opening adjustment',
};

export function causeLabel(cause: CauseDetails): string {
  switch (cause.kind) {
    case 'timeEntry': {
      const hours = cause.minutes === null ? null : `${formatDuration(cause.minutes, 'decimal')} h`;
      return labelled('Time', [cause.staffName, hours, cause.taskName], cause.id);
    }
    case 'costEntry':
      return labelled('Cost', [cause.description], cause.id);
    case 'wipAction':
      return labelled(actionNames[cause.actionKind ?? ''] ?? 'WIP action', [cause.reason], cause.id);
    case 'invoice':
      return `Invoice ${cause.number ?? cause.id}`;
    case 'quote':
      return `Quote ${cause.number ?? cause.id}`;
    case 'importBatch':
      return `Import ${cause.id}`;
  }
}

function labelled(what: string, details: readonly (string | null)[], id: bigint): string {
  const known = details.filter((detail) => detail !== null);
  return known.length === 0 ? `${what} ${id}` : `${what}: ${known.join(', ')}`;
}
