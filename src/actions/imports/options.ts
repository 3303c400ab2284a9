// What whoever imports decides: how the files are read, what they come from, and how far to go.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { Readings } from './formats/options.ts';

export type ReadImportOptions = Readings & {
  /** The system the files come from, where it is to have a name of its own; told from each file unless said. */
  readonly source?: string | undefined;
  /** What states of the source mean, by their name; the others are told by their name and type. */
  readonly states?: Readonly<Record<string, JobStateType>> | undefined;
};

export type ApplyImportOptions = {
  /** Import what can be imported and leave out the records that were refused. */
  readonly skipRefused?: boolean | undefined;
  /** A person has seen the assumptions that must be confirmed. */
  readonly confirm?: boolean | undefined;
  /** Bring each job to the source's figure where it differs, with an opening adjustment. */
  readonly adjust?: boolean | undefined;
  /** The day of the opening adjustments; unless said, today in the firm. */
  readonly adjustOn?: CivilDate | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** How many time entries are read at a time: fewer than usual, where few are to be as many pages as many would be. */
  readonly entriesPerPage?: number | undefined;
};

export type ImportProgress = { readonly stage: string; readonly done: number; readonly total: number };

/** The readings and choices that make the same files another import. */
export function keptOptions(options: ReadImportOptions): Record<string, unknown> {
  const { dateOrder, decimalSeparator, timeZone, genericRateUnit, source, states } = options;
  return JSON.parse(
    JSON.stringify({ dateOrder, decimalSeparator, timeZone, genericRateUnit, source, states }),
  ) as Record<string, unknown>;
}
