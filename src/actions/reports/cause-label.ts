// What caused a journal, for people: "Time: Ana, 2 h, Design".

import { formatDuration } from '#core/calendar/durations.ts';
import { actionWords } from '#store/ledger/causes.ts';
import type { CauseDetails } from '#store/reports/ledger-lines.ts';
import type { WipActionKind } from '#store/work/wip-actions.ts';

export function causeLabel(cause: CauseDetails): string {
  switch (cause.kind) {
    case 'timeEntry': {
      const hours = cause.minutes === null ? null : `${formatDuration(cause.minutes, 'decimal')} h`;
      return labelled('Time', [cause.staffName, hours, cause.taskName], cause.id);
    }
    case 'costEntry':
      return labelled('Cost', [cause.description], cause.id);
    case 'wipAction':
      return labelled(actionName(cause.actionKind), [cause.reason], cause.id);
    case 'invoice':
      return `${cause.isCreditNote ? 'Credit note' : 'Invoice'} ${cause.number ?? cause.id}`;
    case 'quote':
      return `Quote ${cause.number ?? cause.id}`;
    case 'importBatch':
      return `Import ${cause.id}`;
  }
}

function actionName(kind: WipActionKind | null): string {
  const word = kind === null ? 'WIP action' : actionWords[kind];
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function labelled(what: string, details: readonly (string | null)[], id: bigint): string {
  const known = details.filter((detail) => detail !== null);
  return known.length === 0 ? `${what} ${id}` : `${what}: ${known.join(', ')}`;
}
