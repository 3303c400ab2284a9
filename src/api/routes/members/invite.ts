import { inviteMember as invite } from '#actions/people/invite-member.ts';
import { invitation, inviteRequest } from '#contract/people/members.ts';
import { presentInvitation } from '../../presenters/invitation.ts';
import { presented } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const inviteMember = route({
  method: 'POST',
  path: '/members',
  summary: 'Invite somebody',
  description:
    'The link goes by mail where the installation sends any; else the answer has it, to hand over. Whoever is new sets a password with it; whoever can sign in accepts with it.',
  tag: 'People',
  permission: 'people.manage',
  body: inviteRequest,
  status: 201,
  answer: invitation,
  refusals: ['duplicate', 'unknownStaff', 'invalidAmount'],
  handler: async ({ context, body, baseUrl }) =>
    presented(await invite(context, body), (invited) => presentInvitation(invited, baseUrl)),
});
