import { z } from 'zod';
import { jobStateTypes } from '#core/practice/job-states.ts';
import { id, version } from '../ids.ts';
import { shortText } from '../text.ts';

const name = shortText(100);
const position = z.int().min(0).max(10_000).meta({ description: 'Its place in the list.' });

export const jobStateType = z.enum(jobStateTypes).meta({
  id: 'JobStateType',
  description: 'What the state means to the product, whatever the firm calls it.',
});

export const jobState = z
  .object({ id, name: z.string(), type: jobStateType, position: z.int(), archived: z.boolean(), version })
  .meta({ id: 'JobState' });

export const jobStates = z.object({ items: z.array(jobState) }).meta({ id: 'JobStates' });
export const newJobState = z.strictObject({ name, type: jobStateType, position: position.optional() });
export const changeJobStateRequest = z
  .strictObject({ name, type: jobStateType, position, archived: z.boolean() })
  .partial();

export const reason = z
  .object({ id, name: z.string(), archived: z.boolean(), version })
  .meta({ id: 'AdjustmentReason', description: 'Why WIP is written off or on, in the words of the firm.' });

export const reasons = z.object({ items: z.array(reason) }).meta({ id: 'AdjustmentReasons' });
export const newReason = z.strictObject({ name });
export const changeReasonRequest = z.strictObject({ name, archived: z.boolean() }).partial();
