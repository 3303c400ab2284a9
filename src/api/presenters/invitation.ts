import type { z } from 'zod';
import type { Invited } from '#actions/people/invite-member.ts';
import type { invitation } from '#contract/people/members.ts';
import { presentMember } from './firms.ts';

/** The token travels behind the #, which browsers keep to themselves: it appears in no log on the way. */
export function presentInvitation(invited: Invited, baseUrl: string): z.output<typeof invitation> {
  const { member, currency, token, isMailed, expiresAt } = invited;
  return {
    member: presentMember(member, currency),
    link: token === null ? null : `${baseUrl}/invitation#${token}`,
    mailed: isMailed,
    expiresAt,
  };
}
