import { z } from 'zod';
import { date, instant } from '../dates.ts';
import { incident } from './incidents.ts';
import { stretchQuery } from './utilisation.ts';

const milliseconds = z.number().nullable();

const share = z
  .number()
  .nullable()
  .meta({ description: 'From 0 to 1; null where nothing is known of that time.' });

export const outage = z
  .object({
    beganAt: instant,
    endedAt: instant.nullable().meta({ description: 'Null while it lasts.' }),
    seconds: z.number(),
    planned: z.boolean().meta({ description: 'Whether the last server was stopped in order before it.' }),
  })
  .meta({ id: 'Outage', description: 'A time of more than a minute in which no server was there.' });

export const availabilityQuery = z.strictObject(stretchQuery);

export const availability = z
  .object({
    from: instant,
    to: instant,
    secondsUp: z.number(),
    seconds: z.number(),
    share,
    outages: z.array(outage).readonly(),
  })
  .meta({ id: 'Availability', description: 'When servers were there.' });

export const status = z
  .object({
    at: instant,
    status: z.enum(['operational', 'degraded']),
    availability: z.array(z.object({ days: z.int(), share })),
    days: z
      .array(
        z.object({
          on: date,
          share,
          outages: z.int(),
          secondsDown: z.number(),
          responseMs: milliseconds.meta({ description: 'Within which nineteen of twenty answers came.' }),
        }),
      )
      .meta({ description: 'Days in UTC.' }),
    outages: z.array(outage).readonly().meta({ description: 'The newest first.' }),
    response: z
      .object({ p50Ms: milliseconds, p95Ms: milliseconds })
      .meta({ description: 'How long answers took in the last day.' }),
    incidents: z.array(incident.omit({ id: true })).meta({ description: 'Of the last ninety days.' }),
  })
  .meta({ id: 'Status', description: 'Whether the installation works, and when it did.' });
