import { z } from 'zod';
import { instant, instantGiven } from '../dates.ts';
import { wholeNumberText } from '../paging.ts';

const bytes = z.number().meta({ description: 'Bytes.' });
const share = z.number().meta({ description: 'From 0 to 1.' });
const milliseconds = z.number().nullable();

export const utilisationStep = z.enum(['minute', 'tenMinutes', 'hour', 'day']);

/** A stretch of time. */
export const stretchQuery = {
  from: instantGiven.optional(),
  to: instantGiven.optional().meta({ description: 'Now unless given.' }),
  hours: wholeNumberText(1, 20_000)
    .optional()
    .meta({ description: 'How long it lasts, where it is not said when it begins.' }),
};

export const utilisationQuery = z.strictObject({ ...stretchQuery, step: utilisationStep.optional() });

export const utilisation = z
  .object({
    from: instant,
    to: instant,
    step: utilisationStep,
    items: z.array(
      z.object({
        at: instant,
        requests: z.number(),
        errors: z.number().meta({ description: 'Answers of 500 and above.' }),
        latencyP50Ms: milliseconds,
        latencyP95Ms: milliseconds,
        latencyP99Ms: milliseconds,
        eventLoopP99Ms: z.number(),
        processCpuCores: z.number().meta({ description: 'Of all processes; 1 is one core.' }),
        processMemoryBytes: bytes,
        queueWaiting: z.number(),
        queueOldestSeconds: z.number(),
        databaseConnections: z.number(),
        databaseBytes: bytes,
        hosts: z.array(
          z.object({
            host: z.string(),
            cpuShare: share,
            memoryUsedBytes: bytes,
            memoryTotalBytes: bytes,
            diskUsedBytes: bytes,
            diskFreeBytes: bytes,
            requests: z.number(),
            errors: z.number(),
            latencyP95Ms: milliseconds,
            eventLoopP99Ms: z.number(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Utilisation', description: 'How busy the installation was, period by period.' });

export const outlook = z
  .object({
    disks: z.array(
      z.object({
        host: z.string(),
        at: instant,
        usedBytes: bytes,
        freeBytes: bytes,
        growthBytesPerDay: bytes.nullable(),
        daysUntilFull: z
          .number()
          .nullable()
          .meta({ description: 'Null where it does not grow, or too little is known.' }),
      }),
    ),
    memory: z.array(
      z.object({
        host: z.string(),
        at: instant,
        usedBytes: bytes,
        totalBytes: bytes,
        growthBytesPerDay: bytes.nullable(),
        daysUntilFull: z.number().nullable(),
      }),
    ),
    database: z.object({ bytes: bytes.nullable(), growthBytesPerDay: bytes.nullable() }),
    load: z.object({
      requestsLastWeek: z.number(),
      requestsWeekBefore: z.number(),
      weeks: z
        .array(
          z.object({
            from: instant,
            requests: z.number(),
            peakAt: instant.nullable().meta({ description: 'When its busiest hour began.' }),
            peakPerSecond: z.number().meta({ description: 'Requests in that hour, per second.' }),
            latencyP95Ms: milliseconds,
          }),
        )
        .meta({ description: 'Weeks up to now, the oldest first, of which something is known.' }),
    }),
  })
  .meta({ id: 'Outlook', description: 'Where disks, the database and the load are heading.' });

export const slowRoutesQuery = z.strictObject({
  ...stretchQuery,
  limit: wholeNumberText(1, 200).default(50).meta({ description: 'How many routes, at most 200.' }),
});

export const slowRoutes = z
  .object({
    from: instant,
    to: instant,
    items: z.array(
      z.object({
        route: z.string().meta({ examples: ['GET /api/v1/jobs/{id}'] }),
        requests: z.number(),
        errors: z.number(),
        totalMs: z.number(),
        meanMs: z.number(),
        latencyP50Ms: milliseconds,
        latencyP95Ms: milliseconds,
        latencyP99Ms: milliseconds,
        slowestMs: z.number(),
      }),
    ),
  })
  .meta({ id: 'SlowRoutes', description: 'The endpoints that took the most time altogether.' });
