import { getMember } from '#actions/people/read-members.ts';
import { idParams } from '#contract/ids.ts';
import { member } from '#contract/people/members.ts';
import { presented, presentMember } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const readMember = route({
  method: 'GET',
  path: '/members/{id}',
  summary: 'Read a member',
  tag: 'People',
  permission: 'people.read',
  params: idParams,
  answer: member,
  refusals: ['unknownMember'],
  handler: async ({ context, params }) =>
    presented(await getMember(context, params.id), (found) => presentMember(found.member, found.currency)),
});
