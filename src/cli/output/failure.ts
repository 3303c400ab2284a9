// A refusal on a terminal: each fault with its field, its value and what is accepted.

import type { Refused } from '#core/refusal.ts';

/** Ends a command with exit code 1 and this text on standard error. */
export class CommandFailure extends Error {}

export function failureOf({ refusals }: Refused): CommandFailure {
  return new CommandFailure(
    refusals
      .map(({ code, detail, field, value, accepted }) => {
        const where = field === undefined ? '' : `${field}${value === undefined ? '' : ` "${value}"`}: `;
        return `${where}${detail}${accepted === undefined ? '' : ` Accepted: ${accepted}.`} (${code})`;
      })
      .join('\n'),
  );
}
