import { renewInvitation as renew } from '#actions/people/invite-member.ts';
import { idParams } from '#contract/ids.ts';
import { invitation } from '#contract/people/members.ts';
import { presentInvitation } from '../../presenters/invitation.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const renewInvitation = route({
  method: 'POST',
  path: '/members/{id}/invitation',
  summary: 'Make a new link for an invitation',
  description: 'The link before it stops working.',
  tag: 'People',
  permission: 'people.manage',
  params: idParams,
  status: 201,
  answer: invitation,
  refusals: ['unknownMember', 'nothingToDo'],
  handler: async ({ context, params, baseUrl }) =>
    presented(await renew(context, params.id), (invited) => presentInvitation(invited, baseUrl)),
});
