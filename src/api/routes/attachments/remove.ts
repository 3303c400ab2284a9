import { removeAttachment as remove } from '#actions/attachments/attachments.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const removeAttachment = route({
  method: 'DELETE',
  path: '/attachments/{id}',
  summary: 'Remove a file',
  tag: 'Attachments',
  permission: ['costs.record', 'costs.recordOwn', 'jobs.edit'],
  ifMatch: false,
  params: idParams,
  refusals: ['notFound'],
  handler: ({ context, params }) => remove(context, params.id),
});
