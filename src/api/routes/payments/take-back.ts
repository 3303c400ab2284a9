import { takeAllocationBack as takeAllocationBackAction } from '#actions/payments/take-back.ts';
import { idParams } from '#contract/ids.ts';
import { allocation, takeBackBody } from '#contract/payments/payments.ts';
import { done } from '#core/refusal.ts';
import { presentAllocation } from '../../presenters/payments.ts';
import { route } from '../../route.ts';

export const takeAllocationBack = route({
  method: 'POST',
  path: '/allocations/{id}/undo',
  summary: 'Take an allocation back',
  description:
    'What it paid is outstanding again, and what paid has it left again. Also of a payment to the client that was not made.',
  tag: 'Payments',
  permission: 'payments.record',
  params: idParams,
  body: takeBackBody,
  answer: allocation,
  status: 201,
  refusals: ['notFound', 'alreadyReversed', 'lockedDate'],
  async handler({ context, params, body }) {
    const taken = await takeAllocationBackAction(context, { ...body, allocationId: params.id });
    return taken.ok ? done(presentAllocation(taken.value)) : taken;
  },
});
