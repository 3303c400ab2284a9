// An installation in which anything may go wrong at any time: PostgreSQL on a disk of its own and at the end of a cable, two
// servers and two workers. One of each is killed now and then; the others never are, so that what they hold of the memory
// can be watched over hours.

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cuts } from './cable.ts';
import {
  ask,
  backendsOf,
  exitOf,
  freePort,
  hasEnded,
  kill,
  run,
  serve,
  work,
  type Place,
  type Program,
} from './program.ts';
import { openLetters, type Letters } from './soak-letters.ts';
import { crowdFor, cutFor, fillUp, jumpFor, openSurroundings, type Surroundings } from './scenes.ts';

export type SoakPlace = {
  readonly around: Surroundings;
  readonly letters: Letters;
  /** Whose server and worker are killed, and whose never are. */
  readonly struck: Crew;
  readonly steady: Crew;
  readonly faults: readonly Fault[];
};

export type Crew = { readonly place: Place; server: Program; worker: Program };

export type Fault = {
  readonly name: string;
  /** Does it, and puts it right again. */
  strike(): Promise<void>;
};

const diskMegabytes = 12_000;
const connectionsMax = 120;

export async function openSoakPlace(): Promise<SoakPlace> {
  const disk = { isSmall: false };
  const around = await openSurroundings({
    connectionsMax,
    mount(folder) {
      const unmount = mountDisk(folder);
      disk.isSmall = unmount !== undefined;
      return () => unmount?.();
    },
  });
  const { place } = around;
  const letters = await openLetters();
  const environment = {
    ...around.environment,
    LOG_LEVEL: 'warn',
    SECRET: randomBytes(32).toString('hex'),
    SMTP_URL: letters.url,
    MAIL_FROM: 'accounts@storm.example',
  };
  try {
    const migration = run(place, 'migrate', environment);
    if ((await exitOf(migration)) !== 0) throw new Error(migration.said());
    const struck = await callCrew(place, environment);
    const port = await freePort();
    const beside = { port, url: `http://127.0.0.1:${port}`, data: join(place.base, 'steady') };
    const steady = await callCrew({ ...place, ...beside }, environment);
    const soak = { around: { ...around, environment }, letters, struck, steady };
    const faults = [...kills(soak), ...outside(soak), ...(disk.isSmall ? [fullDisk(soak)] : [])];
    return { ...soak, faults };
  } catch (error) {
    await letters.close();
    await around.leave();
    throw error;
  }
}

/** A file as a disk, so that the whole of it can be filled; undefined where that is not allowed. */
function mountDisk(folder: string): (() => void) | undefined {
  const file = `${folder}.image`;
  try {
    writeFileSync(file, '');
    truncateSync(file, diskMegabytes * 1_000_000);
    execFileSync('mkfs.ext4', ['-q', '-m', '0', file], { stdio: 'ignore' });
    execFileSync('mount', ['-o', 'loop', file, folder], { stdio: 'ignore' });
  } catch {
    rmSync(file, { force: true });
    return undefined;
  }
  chmodSync(folder, 0o711);
  return () => execFileSync('umount', [folder]);
}

async function callCrew(place: Place, environment: Record<string, string>): Promise<Crew> {
  return {
    place,
    server: await serve(place, environment),
    worker: await work({ ...place, data: `${place.data}-worker` }, environment),
  };
}

type Parts = Omit<SoakPlace, 'faults'>;

function kills({ around, struck }: Parts): Fault[] {
  const { place } = struck;
  const { environment } = around;
  const endServer = () => kill(struck.server, 'SIGKILL');
  const endWorker = () => kill(struck.worker, 'SIGKILL');
  const endPostgres = () => process.kill(around.postgresPid(), 'SIGKILL');
  const startServer = async () => {
    struck.server = await serve(place, environment);
  };
  const startWorker = async () => {
    struck.worker = await work({ ...place, data: `${place.data}-worker` }, environment);
  };
  return [
    { name: 'server killed', strike: () => endServer().then(startServer) },
    { name: 'worker killed', strike: () => endWorker().then(startWorker) },
    { name: 'PostgreSQL killed', strike: async () => void endPostgres() },
    {
      name: 'a backend killed',
      async strike() {
        const backends = await backendsOf(place);
        const chosen = backends[Math.floor(Math.random() * backends.length)];
        if (chosen !== undefined) process.kill(chosen, 'SIGKILL');
      },
    },
    {
      name: 'server, worker and PostgreSQL killed',
      async strike() {
        await endServer();
        await endWorker();
        endPostgres();
        await Promise.all([startServer(), startWorker()]);
      },
    },
  ];
}

function outside({ around, letters }: Parts): Fault[] {
  const some = (least: number, most: number) => Math.round(least + Math.random() * (most - least));
  const hours = [1, -1, 13, -13, 26, -26, 24 * 9, -24 * 120];
  return [
    ...cuts.map((how) => ({
      name: `network ${how}`,
      strike: async () => void (await cutFor(around, how, some(300, 4_000))),
    })),
    {
      name: 'clock jumps',
      strike: async () => void (await jumpFor(around, hours[some(0, hours.length - 1)]!, some(500, 5_000))),
    },
    {
      name: 'mail server away',
      async strike() {
        letters.isAway = true;
        await pause(some(1_000, 6_000));
        letters.isAway = false;
      },
    },
    { name: 'all connections taken', strike: async () => void (await crowdFor(around, some(500, 4_000))) },
  ];
}

const fullForMs = 3_000;

/** Somebody else fills it to the last block: most of it without writing, and what is left with bytes. */
function fullDisk({ around: { disk } }: Parts): Fault {
  const [filler, rest] = [join(disk, 'filler'), join(disk, 'filler-rest')];
  return {
    name: 'disk full',
    async strike() {
      const { bavail, bsize } = statfsSync(disk);
      execFileSync('fallocate', ['-l', String(Math.max(1, bavail * bsize - 4_000_000)), filler]);
      fillUp(disk, rest, 0);
      await pause(fullForMs);
      for (const file of [filler, rest]) rmSync(file);
    },
  };
}

/** All four have to outlive whatever happens around them. */
export function endedPrograms({ struck, steady }: SoakPlace): string[] {
  const programs = { server: struck.server, worker: struck.worker };
  const others = { 'the other server': steady.server, 'the other worker': steady.worker };
  return Object.entries({ ...programs, ...others }).flatMap(([name, { child, said }]) =>
    hasEnded(child) ? [`${name} ended: ${said()}`] : [],
  );
}

const wordsMax = 4_000;

/** For whoever has to find out why it failed: who lives, what the database is at, and what each said last. */
export async function describePlace({ around, struck, steady }: SoakPlace): Promise<string> {
  const activity = await ask(
    around.place,
    `select pid, application_name as name, state, wait_event as waits, now() - xact_start as since, left(query, 80) as query
     from pg_stat_activity where backend_type = 'client backend' order by xact_start`,
  ).catch(String);
  const held = await ask(
    around.place,
    `select task_identifier as routine, key, locked_by as by, locked_at as since from graphile_worker.jobs
     where locked_at is not null`,
  ).catch(String);
  const crews = Object.entries({ struck, steady }).flatMap(([name, { server, worker }]) =>
    Object.entries({ server, worker }).map(
      ([program, { child, said }]) =>
        `${name} ${program}: ${hasEnded(child) ? 'ended' : 'lives'}, said ${said().slice(-wordsMax)}`,
    ),
  );
  const log = readFileSync(join(around.disk, 'own', 'postgres.log'), 'utf8').slice(-wordsMax);
  return [
    `PostgreSQL ${around.postgresPid() ?? 'is gone'}: ${JSON.stringify(activity)}`,
    `Held of the queue: ${JSON.stringify(held)}`,
    ...crews,
    log,
  ].join('\n');
}
