// What a state of the source means. A firm has its own names for states; the type says what a state means here. A state
// that the firm has by name is that state; whoever imports may say what the others mean; what is left is told by its
// words, and shown with the preview.

import { folded } from '../keys.ts';
import type { ImportedJob } from '../model.ts';
import type { JobStateType } from '#core/practice/job-states.ts';
import type { Directory, StateNode } from './directory.ts';
import { shortened } from './directory.ts';

export type StateReading = {
  readonly name: string;
  readonly type: JobStateType;
  readonly how: 'firm' | 'asked' | 'assumed';
};

const words: readonly (readonly [RegExp, JobStateType])[] = [
  [/cancel|declin|lost|abandon|void/i, 'cancelled'],
  [/complet|clos|finish|done|invoiced|archiv/i, 'completed'],
  [/hold|paus|wait|suspend|block/i, 'onHold'],
  [/plan|lead|quot|pending|new\b|not started|prospect|draft/i, 'planned'],
];

const ownNames: Readonly<Record<JobStateType, string>> = {
  planned: 'Planned',
  inProgress: 'In Progress',
  onHold: 'On Hold',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

export type StateWishes = Readonly<Record<string, JobStateType>>;

/** The state of a job, made if the firm has none of that name. */
export function stateOf(
  directory: Directory,
  job: Pick<ImportedJob, 'state' | 'archived' | 'completedOn'>,
  wishes: StateWishes,
): { readonly node: StateNode; readonly reading: StateReading | undefined } {
  const name = job.state === undefined ? undefined : shortened(job.state, 100);
  if (name === undefined || job.archived === true) {
    const ended = job.archived === true || job.completedOn !== undefined;
    return { node: stateOfType(directory, ended ? 'completed' : 'inProgress'), reading: undefined };
  }
  const [known] = directory.states.named(name);
  if (known !== undefined) {
    return { node: known, reading: { name, type: known.type, how: known.id === null ? 'assumed' : 'firm' } };
  }
  const asked = Object.entries(wishes).find(([wished]) => folded(wished) === folded(name))?.[1];
  const type = asked ?? words.find(([pattern]) => pattern.test(name))?.[1] ?? 'inProgress';
  const how = asked === undefined ? 'assumed' : 'asked';
  return { node: makeState(directory, name, type), reading: { name, type, how } };
}

function stateOfType(directory: Directory, type: JobStateType): StateNode {
  for (const state of [...directory.states.byId.values(), ...directory.states.pending]) {
    if (state.type === type) return state;
  }
  return makeState(directory, ownNames[type], type);
}

function makeState(directory: Directory, name: string, type: JobStateType): StateNode {
  return directory.states.make({ id: null, name, type, identifiedBy: new Set() });
}
