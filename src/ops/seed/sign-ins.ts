// Who can sign in to a demo firm: one person per role, all with the same password. The people are shared by all demo
// firms of an installation, so that one sign-in can show several firms.

import { hashPassword } from 'better-auth/crypto';
import type { Role } from '#core/access/roles.ts';
import type { Queries, Tx } from '#store/database.ts';
import type { Practice } from './plan/practice.ts';

export type DemoSignIn = {
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

export const demoPasswordDefault = 'workledger-demo';

/** The person of the plan who stands for each role; only those who record time have a place among the staff. */
function castOf({ people, office }: Practice) {
  return [
    { role: 'owner', actor: people[0]!, isStaff: true },
    { role: 'bookkeeper', actor: office.bookkeeper, isStaff: false },
    { role: 'projectManager', actor: people[1]!, isStaff: true },
    { role: 'staff', actor: people[3]!, isStaff: true },
    { role: 'auditor', actor: office.auditor, isStaff: false },
  ] as const;
}

/** Everybody who can sign in to a demo firm. */
export const demoEmails: Readonly<Record<Role, string>> = {
  owner: 'owner@demo.example',
  bookkeeper: 'bookkeeper@demo.example',
  projectManager: 'manager@demo.example',
  staff: 'staff@demo.example',
  auditor: 'auditor@demo.example',
};

/** Makes the people, or finds them, and gives them the password. Answers the user id of each role. */
export async function storeUsers(
  tx: Queries,
  practice: Practice,
  { password, at }: { password: string; at: string },
): Promise<{ signIns: DemoSignIn[]; userIds: Map<Role, string> }> {
  const cast = castOf(practice);
  const hash = await hashPassword(password);
  const signIns = cast.map(({ role, actor }) => ({
    role,
    name: actor.name,
    email: demoEmails[role],
    password,
  }));
  const users = await tx.query<{ id: string; email: string }>(
    `insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
     select 'demo-' || role, name, email, true, $4, $4 from unnest($1::text[], $2::text[], $3::text[]) as u (role, name, email)
     on conflict (email) do update set "updatedAt" = excluded."updatedAt"
     returning id, email`,
    [signIns.map((s) => s.role), signIns.map((s) => s.name), signIns.map((s) => s.email), at],
  );
  const userIds = new Map(
    signIns.map(({ role, email }) => [role, users.find((user) => user.email === email)!.id]),
  );
  await tx.query(
    `insert into auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
     select id, id, 'credential', id, $2, $3, $3 from unnest($1::text[]) as u (id)
     on conflict (id) do update set password = excluded.password, "updatedAt" = excluded."updatedAt"`,
    [[...userIds.values()], hash, at],
  );
  return { signIns, userIds };
}

/** Gives everybody but the owner, whom founding the firm made a member, their place in the firm. */
export async function storeMembers(
  tx: Tx,
  practice: Practice,
  {
    userIds,
    actors,
    people,
    at,
  }: {
    userIds: ReadonlyMap<Role, string>;
    actors: readonly number[];
    people: readonly number[];
    at: string;
  },
): Promise<void> {
  const cast = castOf(practice);
  await tx.query('update member set staff_id = $2 where firm_id = $1 and role = $3', [
    tx.firmId,
    people[1],
    'owner',
  ]);
  const others = cast.filter(({ role }) => role !== 'owner');
  await tx.query(
    `insert into member (firm_id, user_id, actor_id, staff_id, role, joined_at)
     select $1, *, $6 from unnest($2::text[], $3::int[], $4::int[], $5::text[]) as m`,
    [
      tx.firmId,
      others.map(({ role }) => userIds.get(role)),
      others.map(({ actor }) => actors[actor.id]),
      others.map(({ actor, isStaff }) => (isStaff ? people[actor.id] : null)),
      others.map(({ role }) => role),
      at,
    ],
  );
}
