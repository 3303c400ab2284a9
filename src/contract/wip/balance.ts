import { z } from 'zod';
import { id } from '../ids.ts';
import { amount, currency } from '../money.ts';

/** A job's WIP after a write, so that a client need not ask again. */
export const jobBalance = z
  .object({
    jobId: id,
    currency,
    wipTime: amount,
    wipCost: amount,
    interims: amount.meta({ description: 'Unabsorbed interims; never above 0.' }),
    netWip: amount,
  })
  .meta({ id: 'JobBalance' });
