import { deleteCosts } from '#actions/costs/change-costs.ts';
import { longIdParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { asOne } from '../../presenters/one-of-many.ts';
import { route } from '../../route.ts';

export const removeCost = route({
  method: 'DELETE',
  path: '/cost-entries/{id}',
  summary: 'Delete a cost',
  description:
    'Deletes an unbilled cost by reversing it; in a locked period the reversal takes the first open day.',
  tag: 'Costs',
  permission: ['costs.record', 'costs.recordOwn'],
  params: longIdParams,
  refusals: ['unknownEntry', 'alreadyBilled', 'alreadyAdjusted', 'onDraft', 'alreadyDeleted'],
  async handler({ context, params, version }) {
    const deleted = asOne('costs', await deleteCosts(context, [{ id: params.id, version }]));
    return deleted.ok ? done(null) : deleted;
  },
});
