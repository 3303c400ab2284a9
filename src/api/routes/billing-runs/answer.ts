// A run that was planned, as it is now.

import { readRun } from '#actions/billing-runs/read-runs.ts';
import type { Context } from '#actions/context.ts';
import type { Result } from '#core/refusal.ts';
import { presented } from '../../presenters/firms.ts';
import { presentRun } from '../../presenters/billing-runs.ts';

export async function answerRun(context: Context, done: Result<{ readonly id: number }>) {
  return done.ok ? presented(await readRun(context, done.value.id), presentRun) : done;
}
