// What still stands of an invoice after lines of it are credited, in whole or in part (docs/ledger-rules.md section 6).
// Crediting takes an invoice's standing effects to fewer: work that was billed is open again with the value, the rate and
// the age it had, or is written off instead; an interim is taken back, an absorption undone. Ledger journals follow from
// what remains (restate.ts), so crediting in three steps ends where crediting at once does.
//
// A line whose effects come to what is left of it is credited by itself. Where they do not, because the effects of a job
// belong to several lines together (a final invoice of a quote, retention), its lines are a unit: any part of it is
// credited that leaves something of the unit, or all that is left of its lines, and the work goes one way.
//
// A part falls on items in proportion to what they were billed at (credit-shares.ts). What had been written on goes last,
// so that no credit ever takes from WIP: as long as an item is billed for more than was written on, the whole credit
// returns as WIP. What had been written off stays until the lines are credited whole. Of the quote so much less is
// invoiced as is credited of lines that are invoiced by it.

import { absolute, divideTowardsZero } from '../money/division.ts';
import { done, refuse, type Refused, type Result } from '../refusal.ts';
import { creditShares } from './credit-shares.ts';
import { invoicedMinor, jobOf, type Effect, type ItemEffect } from './effects.ts';

/** Where the recorded work of a credited line goes. */
export type CreditDestination = 'wip' | 'writtenOff';

/** A line of the invoice with something left, ex tax, signed as it is printed. */
export type CreditableLine = {
  readonly lineKey: string;
  readonly jobId: number | null;
  /** What earlier credit notes left of it. */
  readonly leftMinor: bigint;
  /** An added cost, or typed on the invoice: it is not invoiced by the quote. */
  readonly isBesideQuote: boolean;
  /** Null: not on this credit note. Else of the line's sign, and no more than is left. */
  readonly credit: Credit | null;
};

type Credit = {
  readonly amountMinor: bigint;
  readonly destination: CreditDestination;
  /** Where whoever credits named the line, such as `lines[0]`. */
  readonly field: string;
};

export type Credited = {
  /** What still stands of the invoice; an interim of which a part remains is raised anew and has no id yet. */
  readonly remaining: readonly Effect[];
  /** Items that are written off instead of being billed. */
  readonly writtenOff: readonly ItemEffect[];
};

/** `lines` are all lines of the invoice of which something is left, or which are of nothing. */
export function creditLines(standing: readonly Effect[], lines: readonly CreditableLine[]): Result<Credited> {
  const loose = standing.filter(isLoose);
  const credited: Credited[] = [creditLoose(loose, lines)];
  for (const unit of unitsOf(
    standing.filter((effect) => !isLoose(effect)),
    lines,
  )) {
    const part = creditUnit(unit);
    if (!part.ok) return part;
    credited.push(part.value);
  }
  return done(combine(credited));
}

/** Written off, or closed at 0, beside the lines of the invoice. */
function isLoose(effect: Effect): boolean {
  return effect.kind === 'item' && effect.lineKey === null && effect.billedMinor === 0n;
}

/** It comes back when the last line of its job goes back to WIP; without a line of its job, when the last of all does. */
function creditLoose(loose: readonly Effect[], lines: readonly CreditableLine[]): Credited {
  const comesBack = (jobId: number) => {
    const own = lines.filter((line) => line.jobId === jobId);
    const ofJob = own.length > 0 ? own : lines;
    const isCredited = ofJob.some(({ credit }) => credit !== null);
    return isCredited && isWhole(ofJob) && ofJob.every(({ credit }) => credit?.destination !== 'writtenOff');
  };
  return { remaining: loose.filter((effect) => !comesBack(jobOf(effect))), writtenOff: [] };
}

function isWhole(lines: readonly CreditableLine[]): boolean {
  return lines.every(({ leftMinor, credit }) => leftMinor === (credit?.amountMinor ?? 0n));
}

/** A line on this credit note. */
type NamedLine = Credit & Pick<CreditableLine, 'lineKey' | 'isBesideQuote'>;

/** Lines and effects that are credited together: a line of its own, or those of a job that belong together. */
type Unit = { readonly lines: readonly CreditableLine[]; readonly effects: readonly Effect[] };

function unitsOf(standing: readonly Effect[], lines: readonly CreditableLine[]): Unit[] {
  const ofLine = Map.groupBy(standing, (effect) => effect.lineKey);
  const alone = new Set(
    lines
      .filter(({ lineKey, leftMinor }) => invoicedMinor(ofLine.get(lineKey) ?? []) === leftMinor)
      .map(({ lineKey }) => lineKey),
  );
  const single = lines
    .filter(({ lineKey }) => alone.has(lineKey))
    .map((line) => ({ lines: [line], effects: ofLine.get(line.lineKey) ?? [] }));
  const shared = standing.filter(({ lineKey }) => lineKey === null || !alone.has(lineKey));
  const together = [...Map.groupBy(shared, jobOf)].map(([jobId, effects]) => ({
    lines: lines.filter((line) => line.jobId === jobId && !alone.has(line.lineKey)),
    effects,
  }));
  return [...single, ...together];
}

function creditUnit({ lines, effects }: Unit): Result<Credited> {
  const named = lines.flatMap(({ lineKey, isBesideQuote, credit }) =>
    credit === null ? [] : { lineKey, isBesideQuote, ...credit },
  );
  const [first] = named;
  if (first === undefined) return done({ remaining: effects, writtenOff: [] });
  const { destination } = first;
  const other = named.find((one) => one.destination !== destination);
  if (other !== undefined) return twoWays(first, other);
  if (isWhole(lines)) return done(creditWhole(effects, destination));
  const leftMinor = invoicedMinor(effects);
  const creditMinor = sumOf(named);
  const isPart =
    creditMinor !== 0n && creditMinor > 0n === leftMinor > 0n && absolute(creditMinor) < absolute(leftMinor);
  return isPart ? done(creditPart(effects, named, destination)) : notAPart(lines, first);
}

function twoWays(first: NamedLine, other: NamedLine): Refused {
  const detail = `The same work stands behind lines ${first.lineKey} and ${other.lineKey}, and goes one way: back to WIP, or written off.`;
  return refuse('invalidRequest', detail, {
    field: `${other.field}.destination`,
    value: other.destination,
    accepted: first.destination,
  });
}

function notAPart(lines: readonly CreditableLine[], { field }: NamedLine): Refused {
  const keys = lines.filter(({ leftMinor }) => leftMinor !== 0n).map(({ lineKey }) => lineKey);
  const detail = `The same work stands behind lines ${keys.join(', ')}: credit less than is left of them together, or all that is left of each.`;
  return refuse('invalidRequest', detail, {
    field: `${field}.amount`,
    accepted: `less than lines ${keys.join(', ')} come to together, or all of them whole`,
  });
}

function sumOf(credits: readonly { readonly amountMinor: bigint }[]): bigint {
  return credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

function creditWhole(effects: readonly Effect[], destination: CreditDestination): Credited {
  if (destination === 'wip') return { remaining: [], writtenOff: [] };
  const items = effects.filter((effect) => effect.kind === 'item');
  return combine(items.map((effect) => takeOff(effect, effect.billedMinor, destination)));
}

function creditPart(
  effects: readonly Effect[],
  named: readonly NamedLine[],
  destination: CreditDestination,
): Credited {
  const shares = creditShares(effects, named);
  let quoteMinor = sumOf(named.filter(({ isBesideQuote }) => !isBesideQuote));
  return combine(
    effects.map((effect, index): Credited => {
      if (effect.kind === 'quoteInvoiced') {
        const amountMinor = lessOfQuote(effect.amountMinor, quoteMinor);
        quoteMinor -= effect.amountMinor - amountMinor;
        return lowered(effect, amountMinor);
      }
      const share = shares[index]!;
      if (effect.kind !== 'item') return lowered(effect, effect.amountMinor - share);
      return share === 0n ? untouched(effect) : takeOff(effect, signed(share, effect), destination);
    }),
  );
}

/** Never below nothing: absorbed interims counted when they were raised. */
function lessOfQuote(invoicedMinor: bigint, creditMinor: bigint): bigint {
  if (creditMinor <= 0n) return invoicedMinor;
  return creditMinor < invoicedMinor ? invoicedMinor - creditMinor : 0n;
}

/** An interim of which a part remains is raised anew. */
function lowered(effect: Exclude<Effect, ItemEffect>, amountMinor: bigint): Credited {
  if (amountMinor === effect.amountMinor) return untouched(effect);
  if (amountMinor === 0n) return { remaining: [], writtenOff: [] };
  return untouched(
    effect.kind === 'interimRaised' ? { ...effect, itemId: null, amountMinor } : { ...effect, amountMinor },
  );
}

function signed(share: bigint, { billedMinor }: ItemEffect): bigint {
  return billedMinor < 0n ? -share : share;
}

function untouched(effect: Effect): Credited {
  return { remaining: [effect], writtenOff: [] };
}

function combine(parts: readonly Credited[]): Credited {
  return {
    remaining: parts.flatMap((part) => part.remaining),
    writtenOff: parts.flatMap((part) => part.writtenOff),
  };
}

/**
 * No more is written on than is billed, unless the rest of it was held back: then the write-on stays with that part, and
 * goes down by what is credited and no further.
 */
function stillWrittenOn({ writtenOnMinor }: ItemEffect, billedMinor: bigint, creditMinor: bigint): bigint {
  if (absolute(billedMinor) >= absolute(writtenOnMinor)) return writtenOnMinor;
  const least = writtenOnMinor - creditMinor;
  const isBelow = writtenOnMinor > 0n ? least < billedMinor : least > billedMinor;
  return isBelow ? billedMinor : least;
}

/** Takes an amount off what an item is billed at, with as much of its quantity. */
function takeOff(effect: ItemEffect, creditMinor: bigint, destination: CreditDestination): Credited {
  const billedMinor = effect.billedMinor - creditMinor;
  const quantity =
    billedMinor === 0n
      ? effect.billedQuantity
      : Number(divideTowardsZero(BigInt(effect.billedQuantity) * creditMinor, effect.billedMinor));
  const writtenOnMinor = stillWrittenOn(effect, billedMinor, creditMinor);
  const rest = { ...effect, billedMinor, billedQuantity: effect.billedQuantity - quantity, writtenOnMinor };
  const isNothing =
    billedMinor === 0n &&
    rest.billedQuantity === 0 &&
    writtenOnMinor === 0n &&
    rest.writtenOffMinor === 0n &&
    rest.writtenOffQuantity === 0;
  const off = {
    ...effect,
    billedMinor: 0n,
    billedQuantity: 0,
    writtenOnMinor: 0n,
    writtenOffMinor: creditMinor - (effect.writtenOnMinor - writtenOnMinor),
    writtenOffQuantity: quantity,
  };
  const isOff = destination === 'writtenOff' && (off.writtenOffMinor !== 0n || quantity !== 0);
  return { remaining: isNothing ? [] : [rest], writtenOff: isOff ? [off] : [] };
}
