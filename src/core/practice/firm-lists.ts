// What a new firm starts with; each firm renames and extends its lists as it likes.

import type { JobStateType } from './job-states.ts';

export const firstJobStates: readonly { readonly name: string; readonly type: JobStateType }[] = [
  { name: 'Planned', type: 'planned' },
  { name: 'In Progress', type: 'inProgress' },
  { name: 'On Hold', type: 'onHold' },
  { name: 'Completed', type: 'completed' },
  { name: 'Cancelled', type: 'cancelled' },
];

export const firstReasons: readonly string[] = [
  'Outside the agreed scope',
  'Rework',
  'Goodwill',
  'Training',
  'Rounding',
  'Other',
];
