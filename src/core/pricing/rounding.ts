// Billable minutes: the minutes worked, rounded by the policy of the firm, the client or the job, entry by entry
// (docs/ledger-rules.md section 3). The minutes worked are kept beside them and never rounded.

export const roundingIncrements = [1, 6, 15, 30] as const;
export const roundingDirections = ['up', 'nearest', 'down'] as const;

export type RoundingIncrement = (typeof roundingIncrements)[number];
export type RoundingDirection = (typeof roundingDirections)[number];

export type RoundingPolicy = {
  readonly incrementMinutes: RoundingIncrement;
  readonly direction: RoundingDirection;
};

/** The firm always has a policy; a client or a job has one only where it departs from that. */
export type RoundingPolicies = {
  readonly firm: RoundingPolicy;
  readonly client?: RoundingPolicy | null;
  readonly job?: RoundingPolicy | null;
};

/** The policy for an entry: the job's if it has one, else the client's, else the firm's. A policy applies as a whole. */
export function roundingPolicyFor(policies: RoundingPolicies): RoundingPolicy {
  return policies.job ?? policies.client ?? policies.firm;
}

/**
 * Whole minutes rounded to whole increments: up, down, or to the nearest with a half going up. Never negative; throws
 * a RangeError for minutes that are negative or not whole, which no entry has.
 */
export function billableMinutes(rawMinutes: number, policy: RoundingPolicy): number {
  if (!Number.isSafeInteger(rawMinutes) || rawMinutes < 0)
    throw new RangeError(`not minutes worked: ${rawMinutes}`);
  const { incrementMinutes, direction } = policy;
  const remainder = rawMinutes % incrementMinutes;
  const lower = rawMinutes - remainder;
  return roundsUp(remainder, incrementMinutes, direction) ? lower + incrementMinutes : lower;
}

function roundsUp(remainder: number, incrementMinutes: number, direction: RoundingDirection): boolean {
  switch (direction) {
    case 'up':
      return remainder > 0;
    case 'nearest':
      return remainder * 2 >= incrementMinutes;
    case 'down':
      return false;
  }
}
