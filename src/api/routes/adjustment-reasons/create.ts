import { createReason as create } from '#actions/firms/reasons.ts';
import { reason, newReason } from '#contract/firms/lists.ts';
import { route } from '../../route.ts';

export const createReason = route({
  method: 'POST',
  path: '/adjustment-reasons',
  summary: 'Add an adjustment reason',
  tag: 'Firm',
  permission: 'firm.settings',
  body: newReason,
  status: 201,
  answer: reason,
  refusals: ['duplicate'],
  handler: ({ context, body }) => create(context, body.name),
});
