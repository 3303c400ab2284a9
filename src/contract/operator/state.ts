import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { pageOf, pageQuery } from '../paging.ts';

const operationKind = z.enum(['verify', 'backup', 'restoreDrill']);

const operation = z
  .object({
    id,
    kind: operationKind,
    startedAt: instant,
    endedAt: instant.nullable(),
    seenAt: instant.meta({
      description: 'When whoever was at it said so for the last time, or ended it.',
    }),
    outcome: z.enum(['succeeded', 'failed', 'brokenOff']).nullable().meta({
      description:
        '`brokenOff`: it has no end, and nothing was heard of it for a minute, as when its process was killed. Null while it goes on.',
    }),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({
    id: 'Operation',
    description: 'Something done to the installation as a whole.',
  });

const operationKey = z.int().min(1).max(2_147_483_647);
export const operationsQuery = z.strictObject({ kind: operationKind.optional(), ...pageQuery(operationKey) });
export const operations = pageOf(operation, operationKey);

export const operationAsked = z.strictObject({ kind: operationKind });

const queueFailure = z
  .object({
    routine: z.string(),
    error: z.string().meta({
      description: 'What they said last: its first line, without addresses. The log of the worker says more.',
    }),
    count: z.number(),
    givenUp: z.number().meta({ description: 'Of these, what was tried as often as it may be.' }),
    since: instant.meta({ description: 'When the first of them was queued.' }),
    attempts: z.number().meta({ description: 'How often that was tried which was tried most.' }),
    nextAt: instant.nullable().meta({ description: 'When the next is tried; null where all were given up.' }),
  })
  .meta({ id: 'QueueFailure', description: 'Routines of a kind that failed alike.' });

/** How the installation does at this moment. */
export const installationState = z
  .object({
    at: instant,
    operations: z.array(
      z.object({
        kind: operationKind,
        last: operation.nullable().meta({ description: 'The last that ended or was broken off.' }),
        lastSucceededAt: instant.nullable(),
      }),
    ),
    underWay: z
      .array(z.object({ kind: operationKind, since: instant, begun: z.boolean() }))
      .readonly()
      .meta({ description: 'What goes on, and what somebody wants done that no worker has begun.' }),
    canAsk: z.array(operationKind).meta({ description: 'What a worker that is there does when asked.' }),
    processes: z.array(
      z.object({
        host: z.string(),
        process: z.int(),
        role: z.enum(['serve', 'work']),
        version: z.string(),
        startedAt: instant,
        seenAt: instant,
        state: z.enum(['up', 'draining', 'silent']),
      }),
    ),
    queue: z.object({
      routines: z
        .array(
          z.object({
            routine: z.string(),
            waiting: z.number(),
            running: z.number(),
            postponed: z.number(),
            failing: z.number().meta({ description: 'Of all of these, what was tried six times and more.' }),
            givenUp: z.number(),
            waitingSince: instant.nullable(),
          }),
        )
        .readonly(),
      failures: z.array(queueFailure).readonly().meta({
        description: 'What failed and is tried again or was given up: the fifty kinds tried most often.',
      }),
      workers: z
        .array(z.object({ id: z.string(), description: z.string(), startedAt: instant, seenAt: instant }))
        .readonly(),
    }),
    billingRuns: z.object({ running: z.number(), paused: z.number(), parked: z.number() }),
    database: z.object({
      connections: z.array(z.object({ state: z.string(), count: z.number() })).readonly(),
      connectionsMax: z.number(),
      sizeBytes: z.number(),
      longestTransactionSeconds: z.number(),
      lockWaits: z.number(),
      cacheHitShare: z.number().nullable(),
      deadlocks: z.number(),
      deadRows: z.number(),
      replicas: z.array(
        z.object({
          name: z.string(),
          lagBytes: z.number().nullable(),
          lagSeconds: z.number().nullable(),
        }),
      ),
    }),
  })
  .meta({ id: 'InstallationState' });

export const slowStatements = z
  .object({
    available: z.boolean().meta({ description: 'Whether the database counts them: pg_stat_statements.' }),
    items: z.array(
      z.object({
        statement: z.string().meta({ description: 'Its text, with placeholders for values.' }),
        calls: z.number(),
        totalMs: z.number(),
        meanMs: z.number(),
        slowestMs: z.number(),
        rows: z.number(),
      }),
    ),
  })
  .meta({ id: 'SlowStatements', description: 'The statements that took the most time altogether.' });
