// A picture of the guides, and who takes it of what.

import type { furnish } from '../journeys/every-page-addresses.ts';
import type { Step } from './steps.ts';

export type Picture = {
  /** The name of its file, without `-dark` and `.webp`. */
  readonly name: string;
  readonly by: Looker;
  readonly at: string | ((records: Records) => string);
  /** What somebody does before the picture is taken. */
  readonly after?: Step;
  /** The part of the page, unless all of it, and how much of that from the upper left corner. */
  readonly of?: string;
  readonly width?: number;
  readonly height?: number;
  readonly on?: 'phone';
  /** How wide the window is, where a table needs more room than a laptop has. */
  readonly window?: number;
};

export type Looker = 'owner' | 'bookkeeper' | 'manager' | 'staff';

export type Records = Awaited<ReturnType<typeof furnish>> & { readonly importFound: string };
