// A server as a process of its own, so that it can be killed as machines kill: run as a program it serves what its
// environment says, and `serveApart` starts it so.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { buildServer } from '#api/server.ts';
import { openDatabase } from '#store/database.ts';
import type { DatabaseAddress } from '#store/address.ts';

type Served = { address: DatabaseAddress; webFolder: string; now: string; port: number };

export type ServerProcess = {
  /** Where it is reached, also after it was started again. */
  readonly address: string;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
  start(): Promise<void>;
};

export async function serveApart(served: Omit<Served, 'port'>): Promise<ServerProcess> {
  let running = await startProcess({ ...served, port: 0 });
  const { port } = running;
  const kill = async () => {
    const { child } = running;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  after(kill);
  return {
    address: `http://127.0.0.1:${port}`,
    kill,
    async start() {
      running = await startProcess({ ...served, port });
    },
  };
}

async function startProcess(served: Served) {
  const child = spawn(process.execPath, [import.meta.filename], {
    env: { PATH: process.env['PATH'], SERVED: JSON.stringify(served) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  assert.ok(Buffer.isBuffer(said), 'the server is at work');
  return { child, port: Number(said.toString()) };
}

if (import.meta.main) {
  const { address, webFolder, now, port } = JSON.parse(process.env['SERVED'] ?? '{}') as Served;
  const server = buildServer({
    database: openDatabase(address),
    clock: () => now,
    config: {
      secret: 'a secret that is only used in journeys',
      webFolder,
      rateLimits: { requestsPerMinuteMax: 1_000_000, guessesPerMinuteMax: 1_000 },
    },
  });
  await server.listen({ host: '127.0.0.1', port });
  process.stdout.write(String((server.server.address() as AddressInfo).port));
}
