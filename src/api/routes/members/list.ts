import { listMembers as listAll } from '#actions/people/read-members.ts';
import { members } from '#contract/people/members.ts';
import { presented, presentMember } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const listMembers = route({
  method: 'GET',
  path: '/members',
  summary: 'List the people of the firm',
  description: 'All of them by name, with those who are invited and those who have left.',
  tag: 'People',
  permission: 'people.read',
  answer: members,
  handler: async ({ context }) =>
    presented(await listAll(context), ({ items, currency }) => ({
      items: items.map((member) => presentMember(member, currency)),
    })),
});
