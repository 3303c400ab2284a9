import type { ListedPayment } from '../../api/payments.ts';
import type { Tone } from '../../ui/StatusBadge.tsx';
import { isZero } from '../../util/sums.ts';

type Named = Pick<ListedPayment, 'id' | 'reference' | 'method'>;

/** A payment has no number: it is known by its reference, or else by how it came. */
export function titleOf({ id, reference, method }: Named): string {
  return reference ?? (method === null ? `Payment ${id}` : `Payment ${id}, ${method.toLowerCase()}`);
}

/** What of it is used; nothing is said of one that is used up. */
export function usageOf(payment: ListedPayment): readonly [word: string, tone: Tone] | null {
  if (payment.voidedOn !== null) return ['Voided', 'quiet'];
  if (isZero(payment.unallocated)) return null;
  return isZero(payment.allocated) ? ['Not allocated', 'warning'] : ['Partly allocated', 'warning'];
}
