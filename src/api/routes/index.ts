// Every endpoint of the API, one line each.

import type { Route } from '../route.ts';
import { readSession } from './session/read.ts';
import { changeCost } from './cost-entries/change.ts';
import { changeManyCosts } from './cost-entries/change-many.ts';
import { listCosts } from './cost-entries/list.ts';
import { readCost } from './cost-entries/read.ts';
import { recordCosts } from './cost-entries/record.ts';
import { removeCost } from './cost-entries/remove.ts';
import { removeManyCosts } from './cost-entries/remove-many.ts';
import { changeTimeEntry } from './time-entries/change.ts';
import { changeManyTimeEntries } from './time-entries/change-many.ts';
import { listTimeEntries } from './time-entries/list.ts';
import { readTimeEntry } from './time-entries/read.ts';
import { recordTime } from './time-entries/record.ts';
import { removeTimeEntry } from './time-entries/remove.ts';
import { removeManyTimeEntries } from './time-entries/remove-many.ts';
import { raiseInterim } from './wip-actions/interim.ts';
import { listWipActions } from './wip-actions/list.ts';
import { moveEntries } from './wip-actions/move.ts';
import { previewMoves } from './wip-actions/move-preview.ts';
import { readWipAction } from './wip-actions/read.ts';
import { revalue } from './wip-actions/revaluation.ts';
import { previewRevaluations } from './wip-actions/revaluation-preview.ts';
import { undoAction } from './wip-actions/undo.ts';
import { washUp } from './wip-actions/wash-up.ts';
import { previewWashUps } from './wip-actions/wash-up-preview.ts';
import { writeOffWip } from './wip-actions/write-off.ts';
import { writeOnWip } from './wip-actions/write-on.ts';

export const routes: readonly Route[] = [
  readSession,
  recordTime,
  listTimeEntries,
  readTimeEntry,
  changeTimeEntry,
  removeTimeEntry,
  changeManyTimeEntries,
  removeManyTimeEntries,
  recordCosts,
  listCosts,
  readCost,
  changeCost,
  removeCost,
  changeManyCosts,
  removeManyCosts,
  listWipActions,
  readWipAction,
  undoAction,
  writeOffWip,
  writeOnWip,
  washUp,
  previewWashUps,
  raiseInterim,
  moveEntries,
  previewMoves,
  revalue,
  previewRevaluations,
];
