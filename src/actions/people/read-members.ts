import { requirePermission } from '#core/access/principal.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import { loadFirm } from '#store/firms.ts';
import { findMemberById, listMembers as listAll, type Member } from '#store/people.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

/** A member, and the currency that their limit is in. */
export type MemberOfFirm = { readonly member: Member; readonly currency: CurrencyCode };

export async function listMembers(
  context: Context,
): Promise<Result<{ items: Member[]; currency: CurrencyCode }>> {
  const permitted = requirePermission(context.principal, 'people.read');
  if (!permitted.ok) return permitted;
  return done(
    await read(context, async (tx) => ({
      items: await listAll(tx),
      currency: (await loadFirm(tx)).currency,
    })),
  );
}

export async function getMember(context: Context, id: number): Promise<Result<MemberOfFirm>> {
  const permitted = requirePermission(context.principal, 'people.read');
  if (!permitted.ok) return permitted;
  return read(context, (tx) => loadMember(tx, id));
}

export async function loadMember(tx: Tx, id: number): Promise<Result<MemberOfFirm>> {
  const member = await findMemberById(tx, id);
  if (member === undefined) return unknownMember(id);
  return done({ member, currency: (await loadFirm(tx)).currency });
}

export function unknownMember(id: number): Result<never> {
  return refuse('unknownMember', `This firm has no member with the id ${id}.`, {
    field: 'id',
    value: id.toString(),
  });
}
