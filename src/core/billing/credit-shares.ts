// On which effects a part of a credit falls, where several lines and effects stand and fall together: first on what stands
// under the credited lines themselves, then on what stands under no line, then on the rest; within each of these in
// proportion to what was invoiced. Only what goes the way of the credit carries it, and never beyond what it comes to.

import { apportion } from '../money/apportion.ts';
import { absolute } from '../money/division.ts';
import { invoicedMinor, type Effect } from './effects.ts';

/** What is credited of a line, signed as the line is. */
export type LineCredit = { readonly lineKey: string; readonly amountMinor: bigint };

/** By place of the effect, without a sign: together the credits, which come to less than the effects do and go their way. */
export function creditShares(effects: readonly Effect[], credits: readonly LineCredit[]): readonly bigint[] {
  const creditMinor = credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return new Sharing(effects, creditMinor).shares(credits);
}

class Sharing {
  readonly #effects: readonly Effect[];
  readonly #shares: bigint[];
  /** What each effect can still carry. */
  readonly #left: bigint[];
  readonly #isPositive: boolean;
  #toShareMinor: bigint;

  constructor(effects: readonly Effect[], creditMinor: bigint) {
    this.#effects = effects;
    this.#isPositive = creditMinor > 0n;
    this.#toShareMinor = absolute(creditMinor);
    this.#shares = effects.map(() => 0n);
    this.#left = effects.map((effect) => this.#carriedBy(invoicedMinor([effect])));
  }

  shares(credits: readonly LineCredit[]): readonly bigint[] {
    this.#shareOverOwn(credits);
    this.#shareOver(this.#placesUnder(null), this.#toShareMinor);
    this.#shareOver([...this.#effects.keys()], this.#toShareMinor);
    if (this.#toShareMinor !== 0n) throw new Error('a part is credited of more than its effects come to');
    return this.#shares;
  }

  #carriedBy(minor: bigint): bigint {
    return minor !== 0n && minor > 0n === this.#isPositive ? absolute(minor) : 0n;
  }

  /** Each line as far as its own effects go; in proportion, where a negative line lowers what is credited in all. */
  #shareOverOwn(credits: readonly LineCredit[]): void {
    const places = credits.map(({ lineKey }) => this.#placesUnder(lineKey));
    const wanted = credits.map(({ amountMinor }, index) =>
      least(this.#carriedBy(amountMinor), this.#leftOf(places[index]!)),
    );
    const wantedMinor = sumOf(wanted);
    const parts = wantedMinor > this.#toShareMinor ? apportion(this.#toShareMinor, wanted) : wanted;
    for (const [index, own] of places.entries()) this.#shareOver(own, parts[index]!);
  }

  #placesUnder(lineKey: string | null): number[] {
    return [...this.#effects.keys()].filter((place) => this.#effects[place]!.lineKey === lineKey);
  }

  #leftOf(places: readonly number[]): bigint {
    return sumOf(places.map((place) => this.#left[place]!));
  }

  #shareOver(places: readonly number[], wantedMinor: bigint): void {
    const minor = least(wantedMinor, this.#leftOf(places));
    if (minor === 0n) return;
    const weights = places.map((place) => this.#left[place]!);
    for (const [index, part] of apportion(minor, weights).entries()) {
      const place = places[index]!;
      this.#shares[place]! += part;
      this.#left[place]! -= part;
    }
    this.#toShareMinor -= minor;
  }
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, minor) => sum + minor, 0n);
}
