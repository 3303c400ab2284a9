import { readChecklist as read } from '#actions/periods/read-checklist.ts';
import { checklist, checklistQuery } from '#contract/periods/periods.ts';
import { done } from '#core/refusal.ts';
import { presentChecklist } from '../../presenters/periods.ts';
import { route } from '../../route.ts';

export const readChecklist = route({
  method: 'GET',
  path: '/periods/checklist',
  summary: 'Read the checklist of a period',
  description: `What to look at before the period is closed: jobs as at its last day, and what still waits for somebody as it
stands now.`,
  tag: 'Periods',
  work: 'report',
  permission: 'reports.read',
  query: checklistQuery,
  answer: checklist,
  refusals: ['futureDate', 'wrongState'],
  async handler({ context, query: { end, recount } }) {
    const found = await read(context, { end, recounted: recount });
    return found.ok ? done(presentChecklist(found.value)) : found;
  },
});
