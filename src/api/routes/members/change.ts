import { changeMember as change } from '#actions/people/change-member.ts';
import { idParams } from '#contract/ids.ts';
import { changeMemberRequest, member } from '#contract/people/members.ts';
import { presented, presentMember } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const changeMember = route({
  method: 'PATCH',
  path: '/members/{id}',
  summary: 'Change the place of a member, or let them go',
  tag: 'People',
  permission: 'people.manage',
  params: idParams,
  body: changeMemberRequest,
  answer: member,
  changesAccess: true,
  refusals: ['unknownMember', 'unknownStaff', 'lastOwner', 'conflict', 'invalidAmount'],
  handler: async ({ context, params, version, body }) =>
    presented(await change(context, { id: params.id, version, ...body }), (found) =>
      presentMember(found.member, found.currency),
    ),
});
