// What can go wrong around programs that themselves are well, each on a place of its own: what it needs, what is done, and
// how it is put right again. `kills` is the one in which they die.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ensureDatabase, startPostgres } from '#ops/postgres.ts';
import { cuts, layCable, type Cable, type Cut } from './cable.ts';
import { killSomething, victims } from './kills.ts';
import {
  ask,
  databaseOf,
  exitOf,
  hasEnded,
  leave,
  newPlace,
  run,
  serve,
  type Place,
  type Program,
} from './program.ts';

export type Scene = {
  readonly place: Place;
  server: Program;
  /** Does it, and puts it right again; says what it was. */
  strike(turn: number): Promise<string>;
  end(): Promise<void>;
};

export const sceneNames = ['kill', 'disk-full', 'network-cut', 'clock-jump', 'connections'] as const;
export type SceneName = (typeof sceneNames)[number];

export function openScene(name: SceneName): Promise<Scene> {
  return scenes[name]();
}

const scenes: Readonly<Record<SceneName, () => Promise<Scene>>> = {
  kill: sceneOfKills,
  'disk-full': sceneOfFullDisk,
  'network-cut': sceneOfCuts,
  'clock-jump': sceneOfClocks,
  connections: sceneOfConnections,
};

async function sceneOfKills(): Promise<Scene> {
  const place = await newPlace();
  const scene: Scene = {
    place,
    server: await firstServer(place),
    async strike() {
      const victim = victims[Math.floor(Math.random() * victims.length)]!;
      scene.server = await killSomething(place, scene.server, victim);
      return victim;
    },
    end: () => leave(place),
  };
  return scene;
}

async function firstServer(place: Place, environment: Record<string, string> = {}): Promise<Program> {
  const migration = run(place, 'migrate', environment);
  assert.equal(await exitOf(migration), 0, migration.said());
  return serve(place, environment);
}

// What is around a program: a database of its own, the cable to it, and a clock.

export type Surroundings = {
  readonly place: Place;
  readonly cable: Cable;
  /** For a program at the cable's end, and by that clock. */
  readonly environment: Record<string, string>;
  readonly clockFile: string;
  /** Where the database keeps everything. */
  readonly disk: string;
  readonly postgresPid: () => number;
  readonly leave: () => Promise<void>;
};

export type SurroundingsPlan = {
  readonly throwAway?: boolean;
  readonly connectionsMax?: number;
  /** Puts a disk of its own below the database; given back how to take it away. */
  readonly mount?: (folder: string) => () => void;
};

export async function openSurroundings({
  throwAway = false,
  connectionsMax = 60,
  mount,
}: SurroundingsPlan = {}): Promise<Surroundings> {
  const empty = await newPlace();
  const settings: Record<string, string> = {
    shared_buffers: '64MB',
    max_connections: String(connectionsMax),
  };
  if (throwAway) settings['fsync'] = 'off';
  const disk = join(empty.base, 'disk');
  mkdirSync(disk, { mode: 0o711 });
  const unmount = mount?.(disk);
  const postgres = await startPostgres({ folder: join(disk, 'own'), settings, throwAway });
  const database = await ensureDatabase(postgres, 'workledger');
  const cable = await layCable(join(database.host, `.s.PGSQL.${database.port}`));
  const clockFile = join(empty.base, 'ahead');
  writeFileSync(clockFile, '0');
  const place = { ...empty, database };
  return {
    place,
    cable,
    disk,
    postgresPid: () => postgres.pid()!,
    clockFile,
    environment: {
      DATABASE_URL: `postgres://workledger@127.0.0.1:${cable.port}/workledger`,
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'wrong-clock.ts')}`,
      WRONG_CLOCK: clockFile,
    },
    leave: () =>
      leave(place, async () => {
        await cable.close();
        await postgres.stop();
        unmount?.();
      }),
  };
}

async function sceneIn(around: Surroundings, strike: Scene['strike']): Promise<Scene> {
  const { place, environment, leave: end } = around;
  return { place, server: await firstServer(place, environment), strike, end };
}

const cutForMs = [300, 1_500, 3_000] as const;

/** One kind of cut after the other, for a moment or for seconds. */
async function sceneOfCuts(): Promise<Scene> {
  const around = await openSurroundings();
  return sceneIn(around, (turn) => {
    const forMs = cutForMs[Math.floor(Math.random() * cutForMs.length)]!;
    return cutFor(around, cuts[turn % cuts.length]!, forMs);
  });
}

export async function cutFor({ cable }: Surroundings, how: Cut, forMs: number): Promise<string> {
  cable.cut(how);
  await pause(forMs);
  cable.mend();
  return `${how} for ${forMs} ms`;
}

async function sceneOfConnections(): Promise<Scene> {
  const around = await openSurroundings();
  return sceneIn(around, () => crowdFor(around, 2_000));
}

/** Others take each connection that the database gives, and hold them for a while. */
export async function crowdFor({ place, cable }: Surroundings, forMs: number): Promise<string> {
  // Out for a moment, so that none of its own are left to the server.
  cable.cut('reset');
  const crowd = await takeAll(place);
  cable.mend();
  await pause(forMs);
  await Promise.all(crowd.map((one) => one.end()));
  return `all ${crowd.length} connections taken for ${forMs} ms`;
}

/** Until none is free for a while: those that were left a moment ago become free late. */
async function takeAll(place: Place): Promise<pg.Client[]> {
  const taken: pg.Client[] = [];
  const address = await databaseOf(place);
  for (let refused = 0; refused < 10;) {
    const client = new pg.Client(address);
    client.on('error', () => {});
    try {
      await client.connect();
      taken.push(client);
      refused = 0;
    } catch {
      refused += 1;
      await pause(20);
    }
  }
  return taken;
}

/** Over midnight, over a month's end, over a change of daylight saving; both ways. */
const jumpsHours = [1, -1, 13, -13, 26, -26, 24 * 9, -24 * 120] as const;

async function sceneOfClocks(): Promise<Scene> {
  const around = await openSurroundings();
  return sceneIn(around, (turn) => jumpFor(around, jumpsHours[turn % jumpsHours.length]!, 1_200));
}

/** The clock of the server, and not the database's. */
export async function jumpFor({ clockFile }: Surroundings, hours: number, forMs: number): Promise<string> {
  writeFileSync(clockFile, String(hours * 3_600_000));
  await pause(forMs);
  writeFileSync(clockFile, '0');
  return `clock ${hours > 0 ? '+' : ''}${hours} h, and back after ${forMs} ms`;
}

const diskMegabytes = 420;
const fullForMs = 2_500;
const nextLogFile = `select pg_logical_emit_message(true, 'faults', 'x'); select pg_switch_wal()`;

/** The data folder is on a small disk of its own, which somebody else fills to the last block. Needs the right to mount. */
async function sceneOfFullDisk(): Promise<Scene> {
  const empty = await newPlace();
  const disk = join(empty.base, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=0711`, 'none', disk]);
  chmodSync(disk, 0o711);
  const place = { ...empty, data: join(disk, 'data') };
  const filler = join(disk, 'filler');
  const scene: Scene = {
    place,
    server: await firstServer(place),
    async strike(turn) {
      await ask(place, 'checkpoint');
      fillUp(disk, filler, Math.floor(Math.random() * 3) * 65_536);
      // In every second turn the log needs its next file now, and PostgreSQL dies of it.
      if (turn % 2 === 1) await ask(place, ...Array.from({ length: 40 }, () => nextLogFile)).catch(() => {});
      await pause(fullForMs);
      rmSync(filler);
      const log = readFileSync(join(place.data, 'postgres', 'postgres.log'), 'utf8');
      const deaths = log.split('PANIC:').length - 1;
      if (!hasEnded(scene.server.child)) return `full; PostgreSQL died of it ${deaths} times so far`;
      scene.server = await serve(place);
      return 'full; the server had to be started again';
    },
    end: () => leave(place, () => execFileSync('umount', [disk])),
  };
  return scene;
}

export function fillUp(disk: string, filler: string, leftBytes: number): void {
  const block = Buffer.alloc(65_536, 1);
  const file = openSync(filler, 'w');
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(disk);
      const free = bavail * bsize - leftBytes;
      if (free <= 0) break;
      writeSync(file, block, 0, Math.min(block.length, free));
    }
    fsyncSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
}
