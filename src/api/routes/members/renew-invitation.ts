import { renewInvitation as renew } from '#actions/people/invite-member.ts';
import { idParams } from '#contract/ids.ts';
import { invitation, renewInvitationRequest } from '#contract/people/members.ts';
import { presentInvitation } from '../../presenters/invitation.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const renewInvitation = route({
  method: 'POST',
  path: '/members/{id}/invitation',
  summary: 'Make a new link for an invitation',
  description: 'The link before it stops working. By mail or to hand over, as with a first invitation.',
  tag: 'People',
  permission: 'people.manage',
  params: idParams,
  body: renewInvitationRequest,
  status: 201,
  answer: invitation,
  refusals: ['unknownMember', 'nothingToDo'],
  handler: async ({ context, params, body, baseUrl }) =>
    presented(await renew(context, { memberId: params.id, handOver: body?.handOver }), (invited) =>
      presentInvitation(invited, baseUrl),
    ),
});
