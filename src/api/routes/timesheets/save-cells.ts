import { saveCells } from '#actions/time/save-cells.ts';
import { savedCells, saveCellsBody, weekParams } from '#contract/time/timesheets.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const saveTimesheetCells = route({
  method: 'POST',
  path: '/timesheets/{staffId}/{day}/cells',
  summary: 'Save cells of a timesheet',
  description: `Records, changes and removes entries of the week, each for itself: the answer has an outcome for every cell, and a
cell that is refused holds up no other. Sent again under the same key, the cells that were saved are answered as before and
the others are tried again.`,
  tag: 'Time',
  work: 'recording',
  permission: ['time.recordOwn', 'time.recordAny'],
  params: weekParams,
  body: saveCellsBody,
  answer: savedCells,
  async handler({ context, params, body }) {
    const saved = await saveCells(context, params, body.cells);
    if (!saved.ok) return saved;
    const outcomes = saved.value.map(({ state, entry, problems }) => ({
      state,
      entry: entry === null ? null : { ...entry, warnings: [...entry.warnings] },
      problems: [...problems],
    }));
    return done({ outcomes });
  },
});
