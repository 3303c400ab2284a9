import { changeJob as changeJobAction } from '#actions/jobs/change-job.ts';
import { changedJob, jobChange } from '#contract/jobs/jobs.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentChangedJob } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const changeJob = route({
  method: 'PATCH',
  path: '/jobs/{id}',
  summary: 'Change a job',
  description:
    'Changes what is sent and leaves the rest. A state that ends the job leaves WIP as it is and says in `wipOpen` what is open, so that a wash-up can be offered; `washUp` does it in the same step. Excluding a job from estimated billings is refused while it has WIP.',
  tag: 'Jobs',
  permission: 'jobs.edit',
  params: idParams,
  body: jobChange,
  answer: changedJob,
  refusals: [
    'unknownJob',
    'unknownClient',
    'unknownStaff',
    'staffInactive',
    'unknownJobState',
    'duplicate',
    'invalidDate',
    'futureDate',
    'invalidAmount',
    'currencyMismatch',
    'wipPresent',
    'onDraft',
    'lockedDate',
    'beforeWork',
    'limitExceeded',
    'conflict',
  ],
  async handler({ context, params, body, version }) {
    const changed = await changeJobAction(context, { ...body, id: params.id, version });
    return changed.ok ? done(presentChangedJob(changed.value)) : changed;
  },
});
