import { revokeInvitation as revoke } from '#actions/people/invite-member.ts';
import { idParams } from '#contract/ids.ts';
import { route } from '../../route.ts';

export const revokeInvitation = route({
  method: 'DELETE',
  path: '/members/{id}/invitation',
  summary: 'Take an invitation back',
  description: 'Its link opens nothing from then on. A new link invites again.',
  tag: 'People',
  permission: 'people.manage',
  params: idParams,
  refusals: ['unknownMember', 'nothingToDo'],
  handler: ({ context, params, version }) => revoke(context, { id: params.id, version }),
});
