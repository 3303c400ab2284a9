import { recordCosts as record } from '#actions/costs/record-costs.ts';
import { recordCostsBody, recordedCosts } from '#contract/job-costs/cost-entries.ts';
import { done } from '#core/refusal.ts';
import { presentRecordedCosts } from '../../presenters/costs.ts';
import { route } from '../../route.ts';

export const recordCosts = route({
  method: 'POST',
  path: '/cost-entries',
  summary: 'Record costs',
  description:
    'Records up to 1,000 costs, all or none. Actual costs reach the ledger; estimated ones post nothing.',
  tag: 'Costs',
  permission: ['costs.record', 'costs.recordOwn'],
  body: recordCostsBody,
  answer: recordedCosts,
  status: 201,
  refusals: [
    'unknownJob',
    'unknownJobTask',
    'futureDate',
    'lockedDate',
    'quantityOutOfRange',
    'amountOutOfRange',
    'invalidAmount',
  ],
  async handler({ context, body }) {
    const costs = body.costs.map(({ quantity, ...cost }) => ({ ...cost, quantityThousandths: quantity }));
    const recorded = await record(context, costs);
    return recorded.ok ? done(await presentRecordedCosts(context, recorded.value)) : recorded;
  },
});
