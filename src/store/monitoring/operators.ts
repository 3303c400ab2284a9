// Who may see the installation's own figures.

import type { Queries } from '../database.ts';

export async function isOperator(tx: Queries, userId: string): Promise<boolean> {
  const [row] = await tx.query('select 1 from operator where user_id = $1', [userId]);
  return row !== undefined;
}

export type Operator = { readonly name: string; readonly email: string; readonly grantedAt: string };

export function listOperators(tx: Queries): Promise<Operator[]> {
  return tx.query<Operator>(
    `select u.name, u.email, o.granted_at as "grantedAt"
     from operator o join auth."user" u on u.id = o.user_id order by u.email`,
  );
}

/** False when nobody has this address. */
export async function grantOperator(tx: Queries, email: string): Promise<boolean> {
  const people = await tx.query<{ id: string }>('select id from auth."user" where email = lower($1)', [
    email,
  ]);
  for (const { id } of people) {
    await tx.query('insert into operator (user_id) values ($1) on conflict do nothing', [id]);
  }
  return people.length > 0;
}

/** False when nobody with this address was one. */
export async function revokeOperator(tx: Queries, email: string): Promise<boolean> {
  const rows = await tx.query(
    `delete from operator using auth."user" u where u.id = operator.user_id and u.email = lower($1) returning 1`,
    [email],
  );
  return rows.length > 0;
}
