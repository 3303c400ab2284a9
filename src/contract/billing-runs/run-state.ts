import { z } from 'zod';

export const runState = z
  .enum(['rehearsed', 'running', 'paused', 'done', 'undone', 'cancelled', 'discarded'])
  .meta({ id: 'BillingRunState' });
