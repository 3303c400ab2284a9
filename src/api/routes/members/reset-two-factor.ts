import { resetTwoFactorOf } from '#actions/people/two-factor.ts';
import { idParams } from '#contract/ids.ts';
import { member } from '#contract/people/members.ts';
import { presented, presentMember } from '../../presenters/firms.ts';
import { route } from '../../route.ts';

export const resetMemberTwoFactor = route({
  method: 'POST',
  path: '/members/{id}/two-factor-reset',
  summary: 'Reset the second factor of a colleague',
  description:
    'For somebody who has lost their phone and their recovery codes. They are signed out everywhere and told by mail; the password is enough from then on. Of somebody who belongs to other firms too, only the operator resets it.',
  tag: 'People',
  permission: 'people.manage',
  params: idParams,
  answer: member,
  changesAccess: true,
  refusals: ['unknownMember', 'nothingToDo', 'conflict'],
  handler: async ({ context, params }) =>
    presented(await resetTwoFactorOf(context, params.id), (found) =>
      presentMember(found.member, found.currency),
    ),
});
