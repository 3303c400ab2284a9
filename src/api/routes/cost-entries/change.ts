import { changeCosts } from '#actions/costs/change-costs.ts';
import { longIdParams } from '#contract/ids.ts';
import { costEntryChange, recordedCostEntry } from '#contract/job-costs/cost-entries.ts';
import { done } from '#core/refusal.ts';
import { presentRecordedCosts } from '../../presenters/costs.ts';
import { asOne } from '../../presenters/one-of-many.ts';
import { route } from '../../route.ts';

export const changeCost = route({
  method: 'PATCH',
  path: '/cost-entries/{id}',
  summary: 'Change a cost',
  description: 'Changes an unbilled cost, or switches it between estimated and actual.',
  tag: 'Costs',
  permission: ['costs.record', 'costs.recordOwn'],
  params: longIdParams,
  body: costEntryChange,
  answer: recordedCostEntry,
  refusals: [
    'invalidAmount',
    'unknownEntry',
    'alreadyBilled',
    'alreadyAdjusted',
    'onDraft',
    'alreadyDeleted',
    'lockedDate',
  ],
  async handler({ context, params, body: { quantity, ...body }, version }) {
    const change = { ...body, quantityThousandths: quantity, id: params.id, version };
    const changed = asOne('costs', await changeCosts(context, [change]));
    if (!changed.ok) return changed;
    const { costs } = await presentRecordedCosts(context, changed.value);
    return done(costs[0]!);
  },
});
