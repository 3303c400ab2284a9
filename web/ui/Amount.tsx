import { isNegative, isZero } from '../util/sums.ts';
import { useFormats } from '../util/firm-context.ts';
import classes from './amount.module.css';

/** A money amount: negatives stand out by colour and sign, zero steps back. Null is nothing at all. */
export function Amount({ of }: { of: string | null }) {
  const formats = useFormats();
  if (of === null) return <span className={classes.zero} aria-hidden="true" />;
  const tone = isZero(of) ? classes.zero : isNegative(of) ? classes.negative : undefined;
  return <span className={tone}>{formats.amount(of)}</span>;
}
