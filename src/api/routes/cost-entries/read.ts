import { readCost as readEntry } from '#actions/costs/read-costs.ts';
import { longIdParams } from '#contract/ids.ts';
import { costEntry } from '#contract/job-costs/cost-entries.ts';
import { done } from '#core/refusal.ts';
import { presentListedCost } from '../../presenters/costs.ts';
import { route } from '../../route.ts';

export const readCost = route({
  method: 'GET',
  path: '/cost-entries/{id}',
  summary: 'Read a cost',
  tag: 'Costs',
  permission: ['costs.read', 'costs.readOwn'],
  params: longIdParams,
  answer: costEntry,
  async handler({ context, params }) {
    const cost = await readEntry(context, params.id);
    return cost.ok ? done(presentListedCost(cost.value)) : cost;
  },
});
