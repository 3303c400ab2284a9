// What tests of actions have in common: somebody of a test firm at a given moment, and reading what a refusal says.

import assert from 'node:assert/strict';
import type { Principal } from '#core/access/principal.ts';
import type { Role } from '#core/access/roles.ts';
import type { Result } from '#core/refusal.ts';
import type { Database } from '#store/database.ts';
import type { TestFirm } from '#store/testing/firm.ts';
import type { Context } from '../context.ts';

/** Noon of 31 March 2026 in Auckland. */
export const testMoment = '2026-03-30T23:00:00Z';

/** Somebody of the firm who asks, the owner unless another role is named. */
export function contextOf(
  database: Database,
  firm: TestFirm,
  who: Partial<Principal> & { readonly role?: Role; readonly now?: string } = {},
): Context {
  const { now = testMoment, ...changes } = who;
  return {
    database,
    clock: () => now,
    principal: {
      firmId: firm.firmId,
      actorId: firm.actorId,
      memberId: firm.memberId,
      staffId: null,
      role: 'owner',
      scopes: null,
      writeOffLimitMinor: null,
      seesCosts: false,
      ...changes,
    },
  };
}

/** The value of a result that is no refusal. */
export function accepted<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.refusals));
  return result.value;
}

/** The codes and fields of a refusal. */
export function refusedAs(result: Result<unknown>): string[] {
  assert.ok(!result.ok, 'it was accepted');
  return result.refusals.map(({ code, field }) => (field === undefined ? code : `${code} ${field}`));
}
