// Division of whole numbers with a named rounding. Every division of money in Workledger calls one of these, so that the
// rounding stands in the line that divides. Halves are decided on the exact remainder, never on a fraction.
//
// All throw a RangeError for a divisor of 0n, as bigint division does.

/** The quotient rounded to the nearest whole number; a half goes away from zero (2.5 to 3, -2.5 to -3). */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const { quotient, away, twiceRemainder, size } = split(dividend, divisor);
  return twiceRemainder >= size ? quotient + away : quotient;
}

/** The quotient rounded to the nearest whole number; a half is dropped (2.5 to 2, -2.5 to -2). */
export function divideHalfDown(dividend: bigint, divisor: bigint): bigint {
  const { quotient, away, twiceRemainder, size } = split(dividend, divisor);
  return twiceRemainder > size ? quotient + away : quotient;
}

/** The quotient rounded to the nearest whole number; a half goes to the even neighbour (2.5 to 2, 3.5 to 4). */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const { quotient, away, twiceRemainder, size } = split(dividend, divisor);
  const roundsAway = twiceRemainder > size || (twiceRemainder === size && quotient % 2n !== 0n);
  return roundsAway ? quotient + away : quotient;
}

/** The quotient without its fraction: towards zero (2.9 to 2, -2.9 to -2). */
export function divideTowardsZero(dividend: bigint, divisor: bigint): bigint {
  return dividend / divisor;
}

/** The quotient rounded away from zero when there is any remainder (2.1 to 3, -2.1 to -3). */
export function divideAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const { quotient, away, twiceRemainder } = split(dividend, divisor);
  return twiceRemainder > 0n ? quotient + away : quotient;
}

/** The size of a whole number without its sign. */
export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The quotient towards zero, the step that leads away from zero, and the remainder to compare with the divisor. */
function split(dividend: bigint, divisor: bigint) {
  return {
    quotient: dividend / divisor,
    away: dividend < 0n === divisor < 0n ? 1n : -1n,
    twiceRemainder: 2n * absolute(dividend % divisor),
    size: absolute(divisor),
  };
}
