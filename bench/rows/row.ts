// A row of the benchmark: one thing that the product does, as one figure or a few.

import type { Figure } from '../figures.ts';
import type { Stage } from '../stage.ts';

export type Row = {
  readonly name: string;
  /** Has servers of its own and touches nothing that another row counts, so a smoke run does it beside the others. */
  readonly isApart?: true;
  measure(stage: Stage): Promise<Figure[]>;
};
