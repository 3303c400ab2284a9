// Using the product's HTTP server: beginning one, a key to it, and what is asked of it.

import { fork, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TimeCommand } from '#actions/time/command.ts';
import type { Stage } from '../stage.ts';
import { asServed } from './as-served.ts';
import type { HttpAnswer, HttpClient } from './client.ts';

export const firstPath = '/api/v1/reports/estimated-billings?limit=50';

export type ServerSet = {
  /** With a worker in its process. */
  readonly works?: boolean;
  /** With all that watches over a server, which keeps what it writes in this folder. */
  readonly watchedIn?: string;
};

/** The server as `npm start` has it. */
export async function beginServer(
  stage: Stage,
  { works = false, watchedIn }: ServerSet = {},
): Promise<{ readonly server: ChildProcess; readonly port: number }> {
  const server = fork(
    join(import.meta.dirname, 'server.ts'),
    [
      JSON.stringify(stage.address),
      stage.context.clock(),
      works ? 'work' : 'serve',
      ...(watchedIn === undefined ? [] : [watchedIn]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [...asServed] },
  );
  const [line] = (await once(server.stdout!, 'data')) as [Buffer];
  return { server, port: Number(line.toString()) };
}

export async function addApiKey({ database, context }: Stage): Promise<string> {
  const secret = `wl_${randomBytes(32).toString('base64url')}`;
  await database.inFirm(context.principal.firmId, async (tx) => {
    await tx.query(
      `with made as (insert into actor (firm_id, kind, name) values ($1, 'apiKey', 'Benchmark') returning id)
       insert into api_key (firm_id, actor_id, name, prefix, key_hash, role, created_at)
       select $1, id, 'Benchmark', $2, $3, 'owner', '2025-01-01T00:00:00Z' from made`,
      [tx.firmId, secret.slice(0, 11), createHash('sha256').update(secret).digest()],
    );
  });
  return secret;
}

export function memoryOf(server: ChildProcess): Promise<number> {
  return askOf<number>(server, 'memory');
}

/** What a server says of itself: the memory it holds in bytes, the processor time it took in milliseconds, or where its metrics are. */
export async function askOf<Answer>(
  server: ChildProcess,
  question: 'memory' | 'processor' | 'metrics',
): Promise<Answer> {
  server.send(question);
  const [answer] = (await once(server, 'message')) as [Answer];
  return answer;
}

export async function record(
  stage: Stage,
  client: HttpClient,
  { number, jobsMax }: { number: number; jobsMax: number | undefined },
): Promise<void> {
  await recordCommand(client, stage.commandOf(number, jobsMax));
}

export async function recordCommand(client: HttpClient, command: TimeCommand): Promise<void> {
  expectStatus(await askToRecord(client, command), 201);
}

/** Answers whatever the server does, a refusal too. */
export function askToRecord(client: HttpClient, command: TimeCommand): Promise<HttpAnswer> {
  const { jobId, jobTaskId, staffId, ...rest } = command;
  const entry = { jobId: String(jobId), jobTaskId: String(jobTaskId), staffId: String(staffId), ...rest };
  const headers = { 'idempotency-key': randomUUID() };
  return client.request('POST', '/api/v1/time-entries', {
    body: JSON.stringify({ entries: [entry] }),
    headers,
  });
}

export function expectStatus(answer: HttpAnswer, status: number): void {
  if (answer.status !== status)
    throw new Error(`the server answered ${answer.status}: ${answer.body.slice(0, 500)}`);
}
