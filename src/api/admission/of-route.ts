// In which line a request waits, and how it is told that it is not its turn.

import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../errors/problems.ts';
import { formatAccepted, hasFiles } from '../lists/files.ts';
import type { Route } from '../route.ts';
import type { Entered } from './admission.ts';
import type { WorkClass } from './queue.ts';

/** A list that is asked for as a file is read to its end, so it waits with the reports. */
export function workOf(request: FastifyRequest, route: Route): WorkClass | 'uncounted' {
  const work = route.work ?? 'interactive';
  if (work !== 'interactive' || !hasFiles(route)) return work;
  const { format } = request.query as { format?: unknown };
  const isFile =
    format === undefined ? formatAccepted(request.headers.accept) !== undefined : format !== 'json';
  return isFile ? 'report' : work;
}

const details = {
  full: 'More is asked than can be answered in time, and this request would wait too long. Repeat it.',
  late: 'The request has waited too long for its turn, and was not begun. Repeat it.',
  gone: 'Nobody waits for the answer any more.',
};

/** What took longer should be asked again later. */
const retryAfterSeconds: Record<WorkClass, number> = { interactive: 1, recording: 1, report: 3, bulk: 10 };

export function refuseEntry(
  reply: FastifyReply,
  work: WorkClass | 'uncounted',
  why: Exclude<Entered, object>,
): FastifyReply {
  if (work !== 'uncounted') reply.header('Retry-After', retryAfterSeconds[work]);
  return sendProblem(reply, { code: 'overloaded', detail: details[why] });
}
