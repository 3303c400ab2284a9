import { deleteCosts } from '#actions/costs/change-costs.ts';
import { deleteCostsBody } from '#contract/job-costs/cost-entries.ts';
import { done } from '#core/refusal.ts';
import { route } from '../../route.ts';

export const removeManyCosts = route({
  method: 'POST',
  path: '/cost-entries/deletions',
  summary: 'Delete costs',
  description: 'Deletes up to 1,000 unbilled costs by reversing them, all or none.',
  tag: 'Costs',
  work: 'bulk',
  permission: ['costs.record', 'costs.recordOwn'],
  body: deleteCostsBody,
  refusals: ['unknownEntry', 'staleVersion', 'alreadyBilled', 'alreadyAdjusted', 'onDraft', 'alreadyDeleted'],
  async handler({ context, body }) {
    const deleted = await deleteCosts(context, body.costs);
    return deleted.ok ? done(null) : deleted;
  },
});
