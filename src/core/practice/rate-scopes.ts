// Which keys a rate of each scope has: exactly these, and no others.

import type { RateRow, RateScope } from '#core/pricing/rates.ts';
import type { Refusal } from '#core/refusal.ts';

export const rateKeyNames = ['jobId', 'clientId', 'staffId', 'taskId'] as const;

export type RateKeyName = (typeof rateKeyNames)[number];

export const rateScopeKeys: Readonly<Record<RateScope, readonly RateKeyName[]>> = {
  jobTask: ['jobId', 'taskId'],
  jobStaff: ['jobId', 'staffId'],
  clientTask: ['clientId', 'taskId'],
  staffTask: ['staffId', 'taskId'],
  task: ['taskId'],
  staff: ['staffId'],
};

/** Refuses each key that the scope needs and was not given, and each that was given and does not belong to it. */
export function rateKeyRefusals(scope: RateScope, keys: Partial<Pick<RateRow, RateKeyName>>): Refusal[] {
  const wanted = rateScopeKeys[scope];
  return rateKeyNames
    .filter((name) => wanted.includes(name) !== (typeof keys[name] === 'number'))
    .map((name) => ({
      code: 'invalidRequest',
      detail: wanted.includes(name)
        ? `A rate of the scope ${scope} needs ${name}.`
        : `A rate of the scope ${scope} has no ${name}.`,
      field: name,
      ...(typeof keys[name] === 'number' ? { value: String(keys[name]) } : {}),
      accepted: `exactly ${wanted.join(' and ')} for the scope ${scope}`,
    }));
}

/** Names the history that a rate belongs to and the day it begins: no two rates have the same. */
export function rateIdentity(
  rate: Partial<Pick<RateRow, RateKeyName>> &
    Pick<RateRow, 'scope' | 'effectiveFrom'> & { currency?: string },
): string {
  const keys = rateKeyNames.map((name) => rate[name] ?? '-');
  return [rate.scope, ...keys, rate.currency ?? '-', rate.effectiveFrom].join(' ');
}
