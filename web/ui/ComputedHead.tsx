import type { FigureName } from '../util/figure-rules.ts';
import { Computed } from './Computed.tsx';
import type { FigureRecord } from './computed-props.ts';
import classes from './computed.module.css';

type ComputedHeadProps = {
  label: string;
  figure?: FigureName | undefined;
  /** Sums of the column, to show the figure with its parts. */
  records?: readonly FigureRecord[] | undefined;
};

/** The header of a column of figures in a small table: it says how they are computed. */
export function ComputedHead({ label, figure, records }: ComputedHeadProps) {
  return (
    <th scope="col" aria-label={label}>
      <span className={classes.head}>
        {figure && <Computed figure={figure} label={label} records={records} />}
        {label}
      </span>
    </th>
  );
}
