// Commands typed in a test, on a real database: what they print, what they save, and how they fail.

import { buffer } from 'node:stream/consumers';
import { Command } from 'commander';
import { contextOf } from '#actions/testing/practice.ts';
import { done } from '#core/refusal.ts';
import { firmApiOf } from '#ops/commands/firm-api.ts';
import type { Database } from '#store/database.ts';
import { testDatabase } from '#store/testing/database.ts';
import { testFirm, type TestFirm } from '#store/testing/firm.ts';
import type { FirmApi } from '../firm-api.ts';
import type { Shell } from '../commands/firm-command.ts';

export type Terminal = {
  readonly database: Database;
  readonly firm: TestFirm;
  /** The API of the firm itself, to set a scene. */
  readonly api: FirmApi;
  /** What a command prints; rejects as the command fails. */
  readonly type: (...words: string[]) => Promise<string>;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers as it expects them
  readonly typeForJson: (...words: string[]) => Promise<Record<string, any>>;
  /** What a file holds, for commands that read one. */
  readonly files: Map<string, string>;
  readonly saved: Map<string, string | Uint8Array>;
};

export async function openTerminal(add: (program: Command, shell: Shell) => void): Promise<Terminal> {
  const { database } = await testDatabase();
  const firm = await testFirm(database);
  const api = firmApiOf({ ...contextOf(database, firm), mail: 'folder' });
  const files = new Map<string, string>();
  const saved = new Map<string, string | Uint8Array>();
  async function type(...words: string[]): Promise<string> {
    const printed: string[] = [];
    const program = new Command('workledger').exitOverride();
    program.configureOutput({ writeErr: () => {} });
    add(program, {
      openApi: () => Promise.resolve(() => Promise.resolve(done(api))),
      output: {
        print: (line) => void printed.push(line),
        save: (path, content) => void saved.set(path, content),
      },
      async saveStream(path, content) {
        saved.set(path, await buffer(content));
      },
      readText(path) {
        const text = files.get(path);
        return text === undefined ? Promise.reject(new Error('no such file')) : Promise.resolve(text);
      },
    });
    // Options of a group's commands are kept between them, so each command line gets a program of its own.
    await program.parseAsync(words, { from: 'user' });
    return printed.join('\n');
  }
  const typeForJson = async (...words: string[]) => JSON.parse(await type(...words, '--json'));
  return { database, firm, api, type, typeForJson, files, saved };
}

/** Ten hours of Ana at 150.00 on the firm's job, in as many entries as days are named. */
export async function recordTime({ api, firm }: Terminal, days: readonly string[]): Promise<void> {
  const entries = days.map((workedOn) => ({
    jobId: String(firm.jobId),
    jobTaskId: String(firm.jobTaskId),
    staffId: String(firm.staffId),
    workedOn,
    minutes: 600,
  }));
  const recorded = await api.ask('POST /time-entries' as never, { body: { entries } });
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.refusals));
}
