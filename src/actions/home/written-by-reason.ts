// What was written off and on by reason: what stands under a reason, and the rest of the firm's sum, which documents wrote.

import type { CurrencyCode } from '#core/money/currencies.ts';
import type { WrittenForReason } from '#store/reports/firm-reasons.ts';

export type WrittenByReason = Omit<WrittenForReason, 'reasonId' | 'reason'> & {
  /** Null where nobody gave one. */
  readonly reasonId: number | null;
  readonly reason: string | null;
  /** Written off less written on. */
  readonly netMinor: bigint;
};

type Sum = Pick<WrittenForReason, 'currency' | 'writtenOffMinor' | 'writtenOnMinor'>;

/** The most written off first. */
export function writtenByReason(
  sums: readonly Sum[],
  forReasons: readonly WrittenForReason[],
): WrittenByReason[] {
  const rest = new Map<CurrencyCode, { writtenOffMinor: bigint; writtenOnMinor: bigint }>();
  const add = ({ currency, writtenOffMinor, writtenOnMinor }: Sum, sign: bigint) => {
    const left = rest.get(currency) ?? { writtenOffMinor: 0n, writtenOnMinor: 0n };
    left.writtenOffMinor += sign * writtenOffMinor;
    left.writtenOnMinor += sign * writtenOnMinor;
    rest.set(currency, left);
  };
  for (const sum of sums) add(sum, 1n);
  for (const written of forReasons) add(written, -1n);
  const withoutReason = [...rest]
    .filter(([, { writtenOffMinor, writtenOnMinor }]) => writtenOffMinor !== 0n || writtenOnMinor !== 0n)
    .map(([currency, left]) => ({ reasonId: null, reason: null, currency, ...left }));
  return [...forReasons, ...withoutReason]
    .map((row) => ({ ...row, netMinor: row.writtenOffMinor - row.writtenOnMinor }))
    .toSorted((a, b) => Number(b.netMinor - a.netMinor));
}
