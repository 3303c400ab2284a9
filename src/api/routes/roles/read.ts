import { readRoles as read } from '#actions/people/read-roles.ts';
import { rolesRead } from '#contract/people/roles.ts';
import { route } from '../../route.ts';

export const readRoles = route({
  method: 'GET',
  path: '/roles',
  summary: 'Read what the roles may do',
  description: 'Each role in sentences, and every permission that the scopes of an API key are taken from.',
  tag: 'People',
  permission: 'people.read',
  answer: rolesRead,
  handler: ({ context }) => read(context),
});
