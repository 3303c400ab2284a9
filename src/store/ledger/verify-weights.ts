// What the short proof looks up instead of reckoning it for every line: weights drawn for one run, in tables by account,
// by movement and by month, and which lines the rules permit.

import { randomInt } from 'node:crypto';
import { daysBetween, addDays, addMonths, civilDate } from '#core/calendar/civil-date.ts';
import { accountCodes, accounts, type Account } from '#core/ledger/accounts.ts';
import { permittedMovements } from './verify-shapes.ts';

/** Days that have a place of their own in the tables; the first place is the day after `from`. */
export const placesOfMonths = { from: civilDate('2005-12-31'), months: 12 * 40 } as const;

const codesMax = accounts.length;
const kindsMax = 12;
const reversed = 10;
/** The last for a line of no item. */
const itemKinds = [1, 2, 3, null] as const;

const codes = Array.from({ length: codesMax }, (_, index) => index + 1);
const nameOf = new Map(accounts.map((account) => [accountCodes[account], account]));
const isPermitted = new Set(permittedMovements);

function byMovement<Value>(valueOf: (debit: number, credit: number) => Value): Value[][] {
  return codes.map((debit) => codes.map((credit) => valueOf(debit, credit)));
}

/** A reversal mirrors whatever there was, which the reversals are asked for one by one. A line of an item moves its account. */
function mayBe(debit: number, credit: number, kind: number, itemKind: number | null): boolean {
  const isMovement =
    kind === reversed ? debit !== credit : isPermitted.has(kind * 10_000 + debit * 100 + credit);
  return isMovement && (itemKind === null || (debit === itemKind) !== (credit === itemKind));
}

const permitted = byMovement((debit, credit) =>
  Array.from({ length: kindsMax }, (_, index) =>
    itemKinds.map((itemKind) => mayBe(debit, credit, index + 1, itemKind)),
  ),
);

/** For each day of the months that have a place, the weight of its month. */
function drawMonths(drawn: () => number): number[] {
  const first = addDays(placesOfMonths.from, 1);
  return Array.from({ length: placesOfMonths.months }, (_, index) => {
    const days = daysBetween(addMonths(first, index), addMonths(first, index + 1));
    return Array<number>(days).fill(drawn());
  }).flat();
}

export function drawWeights(prime: number, isBackward: (debit: Account, credit: Account) => boolean) {
  const drawn = () => randomInt(1, prime);
  const weights = codes.map(drawn);
  const of = (code: number) => weights[code - 1]!;
  return {
    figures: [drawn(), drawn(), drawn()],
    accounts: weights,
    movements: byMovement((debit, credit) => (of(debit) - of(credit)) % prime),
    // WIP and interim, the first three, are what can be open.
    openings: byMovement((debit, credit) => (debit <= 3 ? of(debit) : credit <= 3 ? -of(credit) : 0)),
    leadsBack: byMovement((debit, credit) =>
      isBackward(nameOf.get(debit as never)!, nameOf.get(credit as never)!),
    ),
    permitted,
    months: [drawMonths(drawn), drawMonths(drawn), drawMonths(drawn)],
  };
}
