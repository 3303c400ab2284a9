import { z } from 'zod';
import { instant } from '../dates.ts';

const range = z.string().meta({ description: 'As monitoring plugins write it: 85, or 99.9: for below.' });

export const checks = z
  .object({
    at: instant,
    items: z.array(
      z.object({
        name: z.enum(['cpu', 'memory', 'disk', 'availability', 'queue', 'ledger', 'backup']),
        host: z.string().nullable().meta({ description: 'Null for what is of the whole installation.' }),
        state: z.enum(['ok', 'warning', 'critical', 'unknown']),
        text: z.string(),
        value: z.number().nullable().meta({ description: 'Percent, seconds of the queue, or hours.' }),
        warning: range,
        critical: range,
      }),
    ),
  })
  .meta({
    id: 'Checks',
    description: 'The installation judged with the thresholds of "workledger check".',
  });
