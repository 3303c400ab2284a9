import { explainRate } from '#actions/rates/explain-rate.ts';
import { rateResolution, resolutionQuery } from '#contract/rates/resolution.ts';
import { done } from '#core/refusal.ts';
import { presentResolution } from '../../presenters/practice.ts';
import { route } from '../../route.ts';

export const readRateResolution = route({
  method: 'GET',
  path: '/rates/resolution',
  summary: 'Explain a rate',
  description: 'Which rate prices an hour of a staff member on a task of a job on a day, and why.',
  tag: 'Rates',
  permission: 'rates.read',
  query: resolutionQuery,
  answer: rateResolution,
  refusals: ['unknownJob', 'unknownJobTask', 'unknownStaff'],
  async handler({ context, query }) {
    const explained = await explainRate(context, query);
    return explained.ok ? done(presentResolution(explained.value)) : explained;
  },
});
