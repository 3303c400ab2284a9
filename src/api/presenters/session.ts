import type { z } from 'zod';
import { readMemberships, readPlace } from '#actions/people/session.ts';
import type { session } from '#contract/session/session.ts';
import { done, type Result } from '#core/refusal.ts';
import type { Caller } from '../identities.ts';
import type { Installation } from '../installation.ts';

/** Who the caller is. A firm is chosen by the header, or when there is only one. */
export async function presentSession(
  installation: Installation,
  caller: Exclude<Caller, { kind: 'nobody' }>,
  firmHeader: string | null,
): Promise<Result<z.output<typeof session>>> {
  const { database, identities } = installation;
  const memberships = caller.kind === 'person' ? await readMemberships(database, caller.person.userId) : [];
  const firms = memberships.map(({ firmId, firmName, role }) => ({ id: firmId, name: firmName, role }));
  const person = await presentPerson(installation, caller);
  const isUndecided = caller.kind === 'person' && firmHeader === null && firms.length !== 1;
  const outside = { person, firms, twoFactorNeeded: false, firm: null };
  if (isUndecided) return done(outside);
  const principal = await identities.principalOf(caller, firmHeader);
  if (!principal.ok) {
    const isNeeded = principal.refusals[0]?.code === 'twoFactorRequired';
    return isNeeded ? done({ ...outside, twoFactorNeeded: true }) : principal;
  }
  return done({ ...outside, firm: await readPlace(database, principal.value) });
}

async function presentPerson({ identities }: Installation, caller: Caller) {
  if (caller.kind !== 'person') return null;
  const { name, email, hasTwoFactor } = caller.person;
  return { name, email, twoFactor: hasTwoFactor, operator: await identities.isOperator(caller) };
}
