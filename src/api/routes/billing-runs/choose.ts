import { chooseOnRun } from '#actions/billing-runs/rehearse.ts';
import { billingRun, runChoices } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { presentRun } from '../../presenters/billing-runs.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const chooseOnBillingRun = route({
  method: 'PUT',
  path: '/billing-runs/{id}/choices',
  summary: 'Say what becomes of jobs in a rehearsal',
  description:
    'The jobs that are named are planned anew, from what is open on them now; where clients get one invoice, with all jobs of the client.',
  tag: 'Billing runs',
  permission: 'billingRuns.plan',
  params: idParams,
  body: runChoices,
  answer: billingRun,
  refusals: ['unknownBillingRun', 'wrongState', 'unknownJob', 'unknownClient'],
  async handler({ context, params, version, body }) {
    const choices = body.choices.map(({ treatment, ignoresMinimum, note, ...of }) => ({
      ...('jobId' in of
        ? {
            subject: 'job' as const,
            subjectId: of.jobId,
          }
        : {
            subject: 'client' as const,
            subjectId: of.clientId,
          }),
      treatment,
      ignoresMinimum,
      note,
    }));
    return presented(await chooseOnRun(context, { id: params.id, version, choices }), presentRun);
  },
});
