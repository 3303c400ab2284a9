import { getAttachment } from '#actions/attachments/attachments.ts';
import { attachmentQuery, attachmentTypes } from '#contract/attachments/attachments.ts';
import { idParams } from '#contract/ids.ts';
import { done } from '#core/refusal.ts';
import { Download, route } from '../../route.ts';

export const readAttachment = route({
  method: 'GET',
  path: '/attachments/{id}',
  summary: 'Read a file',
  tag: 'Attachments',
  permission: ['costs.read', 'costs.readOwn', 'jobs.read'],
  params: idParams,
  query: attachmentQuery,
  downloads: attachmentTypes,
  refusals: ['notFound'],
  async handler({ context, params, query }) {
    const found = await getAttachment(context, params.id);
    if (!found.ok) return found;
    const { fileName, mediaType, content } = found.value;
    const inline = query.inline === true && mediaType.startsWith('image/');
    return done(new Download(fileName, mediaType, content, { inline }));
  },
});
