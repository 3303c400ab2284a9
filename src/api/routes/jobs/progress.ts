import { readProgress } from '#actions/jobs/read-progress.ts';
import { idParams } from '#contract/ids.ts';
import { jobProgress } from '#contract/jobs/progress.ts';
import { formatMinor } from '#core/money/money.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const readJobProgress = route({
  method: 'GET',
  path: '/jobs/{id}/progress',
  summary: 'Read the progress of a job',
  description:
    'What was recorded on each task against what was estimated, in minutes and, for those who may, in money.',
  tag: 'Jobs',
  permission: 'jobs.read',
  params: idParams,
  answer: jobProgress,
  async handler({ context, params }) {
    const read = await readProgress(context, params.id);
    if (!read.ok) return read;
    const { tasks, withMoney, ...job } = read.value;
    return done({
      ...job,
      tasks: tasks.map(({ recordedMinor, openMinor, currency, ...task }) => ({
        ...task,
        ...(withMoney
          ? { recorded: formatMinor(recordedMinor, currency), open: formatMinor(openMinor, currency) }
          : {}),
      })),
    });
  },
});
