import { changeCosts } from '#actions/costs/change-costs.ts';
import { changeCostsBody, recordedCosts } from '#contract/job-costs/cost-entries.ts';
import { done } from '#core/refusal.ts';
import { presentRecordedCosts } from '../../presenters/costs.ts';
import { route } from '../../route.ts';

export const changeManyCosts = route({
  method: 'POST',
  path: '/cost-entries/changes',
  summary: 'Change costs',
  description: 'Changes up to 1,000 unbilled costs, all or none; each names the version it was read at.',
  tag: 'Costs',
  work: 'bulk',
  permission: ['costs.record', 'costs.recordOwn'],
  body: changeCostsBody,
  answer: recordedCosts,
  refusals: [
    'invalidAmount',
    'unknownEntry',
    'staleVersion',
    'alreadyBilled',
    'onDraft',
    'alreadyAdjusted',
    'alreadyDeleted',
    'lockedDate',
  ],
  async handler({ context, body }) {
    const changes = body.costs.map(({ quantity, ...change }) => ({
      ...change,
      quantityThousandths: quantity,
    }));
    const changed = await changeCosts(context, changes);
    return changed.ok ? done(await presentRecordedCosts(context, changed.value)) : changed;
  },
});
