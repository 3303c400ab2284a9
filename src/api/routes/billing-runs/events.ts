import { z } from 'zod';
import { watchRun, type RunProgress } from '#actions/billing-runs/watch-run.ts';
import { runProgress } from '#contract/billing-runs/runs.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { presentProgress } from '../../presenters/billing-runs.ts';
import { Events, eventsType, route, type ServerEvent } from '../../route.ts';

export const watchBillingRun = route({
  method: 'GET',
  path: '/billing-runs/{id}/events',
  summary: 'Watch a billing run',
  description:
    'Server-sent events, each with the progress as JSON (BillingRunProgress, as in the run itself): now, and whenever the run has come further, until it pauses or ends. Whoever was cut off goes on with Last-Event-ID; 204 says that nothing is to come.',
  tag: 'Billing runs',
  work: 'uncounted',
  permission: 'billingRuns.read',
  params: idParams,
  downloads: [eventsType],
  refusals: ['unknownBillingRun'],
  async handler({ context, params, lastEventId }) {
    const after = /^\d{1,9}$/.test(lastEventId ?? '') ? Number(lastEventId) : null;
    const watched = await watchRun(context, { id: params.id, after });
    return watched.ok ? done(new Events(eventsOf(watched.value))) : watched;
  },
});

async function* eventsOf(watched: AsyncIterable<RunProgress>): AsyncGenerator<ServerEvent, void, undefined> {
  for await (const progress of watched) {
    const json = JSON.stringify(z.encode(runProgress, presentProgress(progress)));
    yield { id: String(progress.step), json };
  }
}
