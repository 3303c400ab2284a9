// What still stands of an invoice after lines of it are credited, in whole or in part (docs/ledger-rules.md section 6).
// Crediting takes an invoice's standing effects to fewer: work that was billed is open again with the value, the rate and
// the age it had, or is written off instead; an interim is taken back, an absorption undone. Ledger journals follow from
// what remains (restate.ts), so crediting in three steps ends where crediting at once does.
//
// A line is credited by itself where its effects come to what is left of it. Where they do not, because the effects of a
// job belong to several lines together (a final invoice of a quote, retention), its lines are credited together.
//
// A part of a line falls on its items in proportion to what they were billed at. What had been written on goes last, so
// that no credit ever takes from WIP: as long as an item is billed for more than was written on, the whole credit returns
// as WIP. What had been written off stays until the line is credited whole.

import { apportion } from '../money/apportion.ts';
import { absolute, divideHalfUp, divideTowardsZero } from '../money/division.ts';
import { done, refuse, type Result } from '../refusal.ts';
import { invoicedMinor, jobOf, type Effect, type ItemEffect } from './effects.ts';

/** Where the recorded work of a credited line goes. */
export type CreditDestination = 'wip' | 'writtenOff';

/** A line of the invoice with something left, ex tax, signed as it is printed. */
export type CreditableLine = {
  readonly lineKey: string;
  readonly jobId: number | null;
  /** What earlier credit notes left of it. */
  readonly leftMinor: bigint;
  /** Null: not on this credit note. Else of the line's sign, and no more than is left. */
  readonly credit: { readonly amountMinor: bigint; readonly destination: CreditDestination } | null;
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
  const credits = lines.flatMap(({ credit }) => credit ?? []);
  const [first] = credits;
  if (first === undefined) return done({ remaining: effects, writtenOff: [] });
  const { destination } = first;
  if (isWhole(lines)) {
    if (credits.every((credit) => credit.destination === destination))
      return done(creditWhole(effects, destination));
    const detail = 'The work behind these lines goes one way together: back to WIP, or written off.';
    return refuse('invalidRequest', detail, { field: 'lines', accepted: 'one destination for them' });
  }
  const leftMinor = invoicedMinor(effects);
  const creditMinor = credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const isPart = creditMinor > 0n === leftMinor > 0n && absolute(creditMinor) < absolute(leftMinor);
  const isAhead = effects.every(({ kind }) => kind === 'interimRaised' || kind === 'quoteInvoiced');
  if (isPart && creditMinor !== 0n && (lines.length === 1 || isAhead)) {
    return done(creditPart(effects, { creditMinor, leftMinor, destination }));
  }
  const detail =
    'The same work stands behind several lines of this job: credit all that is left of them at once.';
  return refuse('invalidRequest', detail, { field: 'lines', accepted: 'all lines of the job, whole' });
}

function creditWhole(effects: readonly Effect[], destination: CreditDestination): Credited {
  if (destination === 'wip') return { remaining: [], writtenOff: [] };
  const items = effects.filter((effect) => effect.kind === 'item');
  return combine(items.map((effect) => takeOff(effect, effect.billedMinor, destination)));
}

type PartToCredit = {
  readonly creditMinor: bigint;
  readonly leftMinor: bigint;
  readonly destination: CreditDestination;
};

function creditPart(
  effects: readonly Effect[],
  { creditMinor, leftMinor, destination }: PartToCredit,
): Credited {
  const isSameSign = (minor: bigint) => minor !== 0n && minor > 0n === leftMinor > 0n;
  const weights = effects.map((effect) => {
    const minor = invoicedMinor([effect]);
    return isSameSign(minor) ? absolute(minor) : 0n;
  });
  const shares = apportion(absolute(creditMinor), weights);
  const ofQuote = (minor: bigint) => divideHalfUp(minor * creditMinor, leftMinor);
  return combine(
    effects.map((effect, index): Credited => {
      const share = shares[index]!;
      if (effect.kind === 'item')
        return share === 0n ? untouched(effect) : takeOff(effect, signed(share, effect), destination);
      const amountMinor =
        effect.amountMinor - (effect.kind === 'quoteInvoiced' ? ofQuote(effect.amountMinor) : share);
      if (amountMinor === effect.amountMinor) return untouched(effect);
      if (amountMinor === 0n) return { remaining: [], writtenOff: [] };
      const rest =
        effect.kind === 'interimRaised'
          ? { ...effect, itemId: null, amountMinor }
          : { ...effect, amountMinor };
      return untouched(rest);
    }),
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
