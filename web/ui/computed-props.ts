import type { FigureName } from '../util/figure-rules.ts';

/** A record that holds a figure and what makes it, such as the sums of one currency. */
export type FigureRecord = Readonly<Record<string, unknown>>;

export type ComputedProps = {
  figure: FigureName;
  /** What the figure is called where it stands. */
  label: string;
  /** Where its parts are to be had: they show, with their values. */
  records?: readonly FigureRecord[] | undefined;
  /** Where the lines are that make it. */
  href?: string | undefined;
  className?: string | undefined;
};
