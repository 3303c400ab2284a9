// Entries decided before the clock starts: rows and journals as the store takes them.

import type { TimeCommand } from '#actions/time/command.ts';
import type { Journal } from '#core/ledger/journal.ts';
import { recordTime } from '#core/wip/record-time.ts';
import type { TimeEntryRow } from '#store/work/time-entries.ts';

export type Prepared = { readonly rows: TimeEntryRow[]; readonly journals: Journal[] };

export function prepare(ids: readonly bigint[], commands: readonly TimeCommand[]): Prepared {
  const rate = { ratePerHourMinor: 15_000n, costPerHourMinor: 6_000n };
  const decided = commands.map((command, index) => {
    const entry = {
      ...command,
      itemId: ids[index]!,
      billableMinutes: command.minutes,
      billable: true,
      excluded: false,
    };
    return { command, id: ids[index]!, recorded: recordTime({ ...entry, ...rate }) };
  });
  return {
    journals: decided.map(({ recorded }) => recorded.journal),
    rows: decided.map(({ command, id, recorded }) => ({
      id,
      jobId: command.jobId,
      jobTaskId: command.jobTaskId,
      staffId: command.staffId,
      workedOn: command.workedOn,
      minutes: command.minutes,
      billableMinutes: command.minutes,
      startMinute: null,
      endMinute: null,
      billable: true,
      rateSource: 'given',
      rateId: null,
      ratePerHourMinor: rate.ratePerHourMinor,
      amountMinor: recorded.amountMinor,
      costMinor: recorded.costMinor,
      note: command.note ?? null,
    })),
  };
}
