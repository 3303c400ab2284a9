// Commands run as the operator of the installation: whoever may read its data folder or its DATABASE_URL may do all of
// it. In a firm they act as its system actor, so the ledger shows what was done from the command line.

import { createWriteStream, writeFileSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Context } from '#actions/context.ts';
import { CommandFailure } from '#cli/output/failure.ts';
import { progressOn, type Progress } from '#cli/output/progress.ts';
import type { CommandOutput } from '#cli/commands/report.ts';
import { refuse, done, type Result } from '#core/refusal.ts';
import { briefly, pendingMigrations } from '#store/migrate.ts';
import { readConfig } from '../config.ts';
import { openInstallation, type Installation } from '../installation.ts';
import { mailSetUp } from '../mail-set-up.ts';
import { listFirms, type FirmName } from '../recount.ts';
import { StartError } from '../start-error.ts';

export const output: CommandOutput = {
  print: (line) => console.log(line),
  save(path, content) {
    writeFileSync(path, content);
    console.error(`Written: ${path}`);
  },
};

/** Under another name until it is whole. */
export async function saveStream(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    await pipeline(content, createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  console.error(`Written: ${path}`);
}

export function readText(path: string): Promise<string> {
  return path === '-' ? text(process.stdin) : readFile(path, 'utf8');
}

export function progress(label: string): Progress {
  return progressOn({ label, output: process.stderr, milliseconds: () => performance.now() });
}

/** Opens the installation for one command and closes it when the program ends. */
export async function openForCommand(purpose: string): Promise<Installation> {
  const installation = await openInstallation(readConfig(process.env), {
    purpose: `workledger ${purpose}`,
    exclusive: false,
    log: (message) => console.error(message),
  });
  opened.push(installation);
  const pending = await pendingMigrations(installation.database.pool);
  if (pending.length > 0)
    throw new StartError(`The database lacks ${briefly(pending)}. Run "workledger migrate" first.`);
  return installation;
}

const opened: Installation[] = [];

export async function closeOpened(): Promise<void> {
  for (const installation of opened.splice(0)) await installation.close();
}

/** The firm named by id or name; the only one when none is named. */
export async function chooseFirm(
  installation: Installation,
  wanted: string | undefined,
): Promise<Result<FirmName>> {
  const firms = await listFirms(installation.database);
  const accepted =
    firms.map(({ id, name }) => `${id} (${name})`).join(', ') || 'none: this installation has no firm yet';
  const found =
    wanted === undefined ? firms : firms.filter(({ id, name }) => String(id) === wanted || name === wanted);
  if (found.length === 1) return done(found[0]!);
  if (wanted === undefined)
    return refuse('unknownFirm', 'Say which firm is meant.', { field: '--firm', accepted });
  return refuse('unknownFirm', 'There is no such firm in this installation.', {
    field: '--firm',
    value: wanted,
    accepted,
  });
}

/** What an action needs, as the firm's system actor with everything an owner may do. */
export async function contextFor({ database, config }: Installation, firmId: number): Promise<Context> {
  const [actor] = await database.inFirm(firmId, (tx) =>
    tx.query<{ id: number }>(
      `select id from actor where firm_id = $1 and kind = 'system' order by id limit 1`,
      [firmId],
    ),
  );
  if (actor === undefined) throw new CommandFailure(`Firm ${firmId} has no system actor.`);
  const principal = {
    firmId,
    actorId: actor.id,
    memberId: null,
    staffId: null,
    role: 'owner',
    scopes: null,
    writeOffLimitMinor: null,
    seesCosts: true,
  } as const;
  return { database, principal, clock, mail: mailSetUp(config)?.kind };
}

export const clock = (): string => new Date().toISOString();
