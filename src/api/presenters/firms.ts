import type { z } from 'zod';
import type { getFirm } from '#actions/firms/read-firm.ts';
import type { MemberOfFirm } from '#actions/people/read-members.ts';
import type { firm } from '#contract/firms/firms.ts';
import type { member } from '#contract/people/members.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { formatMinor } from '#core/money/money.ts';
import type { Result } from '#core/refusal.ts';

type Value<Answered> = Answered extends { ok: true; value: infer Inside } ? Inside : never;
type Firm = Value<Awaited<ReturnType<typeof getFirm>>>;

export function presentFirm(from: Firm): z.output<typeof firm> {
  const limit = from.projectManagerWriteOffLimitMinor;
  return {
    ...from,
    projectManagerWriteOffLimit: limit === null ? null : formatMinor(limit, from.currency),
  };
}

export function presentMember(from: MemberOfFirm['member'], currency: CurrencyCode): z.output<typeof member> {
  const limit = from.writeOffLimitMinor;
  return {
    ...from,
    writeOffLimit: limit === null ? null : formatMinor(limit, currency),
    status: statusOf(from),
    twoFactor: from.hasTwoFactor,
  };
}

function statusOf({ active, joinedAt, invitation }: MemberOfFirm['member']) {
  if (active) return 'active';
  if (joinedAt !== null) return 'inactive';
  return invitation === null ? 'revoked' : 'invited';
}

/** The answer of an action, presented; a refusal as it is. */
export function presented<From, To>(result: Result<From>, present: (from: From) => To): Result<To> {
  return result.ok ? { ok: true, value: present(result.value) } : result;
}
