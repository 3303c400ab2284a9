// `workledger backup` and `workledger restore`.

import type { Command } from 'commander';
import { CommandFailure } from '../output/failure.ts';
import type { Progress } from '../output/progress.ts';
import { right, textTable } from '../output/table.ts';
import type { CommandOutput } from './report.ts';

export type CliBackup = {
  /** The address to restore from. */
  readonly source: string;
  readonly takenAt: string;
  readonly rows: number;
  readonly plainBytes: number;
  readonly storedBytes: number;
  readonly isEncrypted: boolean;
  readonly seconds: number;
};

export type CliBackupList = {
  readonly place: string;
  readonly finished: readonly {
    readonly folder: string;
    readonly takenAt: string;
    readonly storedBytes: number;
    readonly isEncrypted: boolean;
    readonly program: string;
    /** Made by this installation. */
    readonly isOurs: boolean;
  }[];
  readonly unfinished: readonly string[];
  readonly damaged: readonly { readonly folder: string; readonly why: string }[];
};

export type CliRestored = {
  readonly source: string;
  readonly into: string;
  readonly takenAt: string;
  readonly rows: number;
  readonly plainBytes: number;
  readonly migrated: readonly string[];
  readonly firms: readonly { readonly id: number; readonly name: string; readonly differences: number }[];
  readonly loadMs: number;
  readonly verifyMs: number;
  /** What the operator still has to do. */
  readonly hints: readonly string[];
};

export type RestoreOptions = {
  readonly into?: string | undefined;
  readonly dataFolder?: string | undefined;
  readonly drill?: true | undefined;
};

export type BackupRunner = {
  backUp(target: string | undefined, progress: Progress): Promise<CliBackup>;
  list(target: string | undefined): Promise<CliBackupList>;
  prune(target: string | undefined, onlyLook: boolean): Promise<{ readonly removed: readonly string[] }>;
  restore(source: string, options: RestoreOptions, progress: Progress): Promise<CliRestored>;
};

type Settings = { readonly output: CommandOutput; readonly progress: (label: string) => Progress };
type Json = { readonly json?: true };

export function addBackupCommands(program: Command, runner: BackupRunner, settings: Settings): void {
  const { output, progress } = settings;
  const show = <T>({ json }: Json, value: T, asText: (value: T) => string) =>
    output.print(json === true ? JSON.stringify(value, null, 2) : asText(value));

  const backup = program
    .command('backup')
    .description('make a backup while everybody works on; also: backup list, backup prune')
    .argument('[target]', 'a folder or s3://bucket/folder; BACKUP_TARGET unless given')
    .option('--json', 'print as JSON')
    .action(async (target: string | undefined, options: Json) => {
      const bar = progress('Bytes');
      const made = await runner.backUp(target, bar);
      bar.finish();
      show(options, made, backupAsText);
    });

  backup
    .command('list')
    .description('what backups there are')
    .argument('[target]', 'a folder or s3://bucket/folder; BACKUP_TARGET unless given')
    .option('--json', 'print as JSON')
    .action(async (target: string | undefined, options: Json) =>
      show({ ...backup.opts<Json>(), ...options }, await runner.list(target), listAsText),
    );

  backup
    .command('prune')
    .description('remove the backups of this installation that BACKUP_KEEP does not keep')
    .argument('[target]', 'a folder or s3://bucket/folder; BACKUP_TARGET unless given')
    .option('--dry-run', 'only say which')
    .option('--json', 'print as JSON')
    .action(async (target: string | undefined, options: Json & { dryRun?: true }) => {
      const pruned = await runner.prune(target, options.dryRun === true);
      const would = options.dryRun === true ? 'Would go' : 'Removed';
      show({ ...backup.opts<Json>(), ...options }, pruned, ({ removed }) =>
        removed.length === 0
          ? 'Nothing to remove.'
          : removed.map((folder) => `${would}: ${folder}`).join('\n'),
      );
    });

  addRestore(program, runner, settings);
}

function addRestore(program: Command, runner: BackupRunner, { output, progress }: Settings): void {
  program
    .command('restore')
    .description('restore a backup into an empty installation, and recount its ledger')
    .argument('[source]', 'a backup, a place of backups (its newest), or "latest" in BACKUP_TARGET', 'latest')
    .option(
      '--into <database url>',
      'into this empty database instead of the installation of the environment',
    )
    .option('--data-folder <folder>', 'into the built-in database of this new data folder')
    .option('--drill', 'only try it: restore on a server that is thrown away, recount, compare, report')
    .option('--json', 'print as JSON')
    .action(async (source: string, { json, ...options }: RestoreOptions & Json) => {
      if ([options.into, options.dataFolder, options.drill].filter((given) => given !== undefined).length > 1)
        throw new CommandFailure('Say one of --into, --data-folder and --drill.');
      const bar = progress('Restoring');
      const restored = await runner.restore(source, options, bar);
      bar.finish();
      output.print(json === true ? JSON.stringify(restored, null, 2) : restoredAsText(restored));
      if (restored.firms.some(({ differences }) => differences > 0))
        throw new CommandFailure('The restored ledger does not agree with its lines: see workledger verify.');
    });
}

function backupAsText(made: CliBackup): string {
  const { source, takenAt, rows, plainBytes, storedBytes, isEncrypted, seconds } = made;
  return [
    `Backup of ${takenAt}: ${rows.toLocaleString('en')} rows, ${sizeText(plainBytes)} in ${sizeText(storedBytes)}, ${seconds} s.`,
    isEncrypted
      ? 'It is encrypted. Without the passphrase nobody can restore it.'
      : 'It is not encrypted: whoever can read it reads everything. BACKUP_PASSPHRASE or BACKUP_KEY_FILE encrypts.',
    `Restore it with: workledger restore ${source}`,
  ].join('\n');
}

function listAsText({ place, finished, unfinished, damaged }: CliBackupList): string {
  const rows = finished.map(({ folder, takenAt, storedBytes, isEncrypted, program, isOurs }) => [
    takenAt.slice(0, 19),
    sizeText(storedBytes),
    isEncrypted ? 'yes' : 'no',
    program,
    isOurs ? 'this' : 'another',
    folder,
  ]);
  const columns = [
    { label: 'Taken at (UTC)' },
    right('Size'),
    { label: 'Encrypted' },
    { label: 'Release' },
    { label: 'Installation' },
    { label: 'Backup' },
  ];
  return [
    finished.length === 0 ? `There is no backup in ${place}.` : textTable(columns, rows),
    ...unfinished.map((folder) => `Never finished, and no backup: ${folder}`),
    ...damaged.map(({ folder, why }) => `Damaged: ${folder}: ${why}`),
  ].join('\n');
}

function restoredAsText(restored: CliRestored): string {
  const { source, into, takenAt, rows, plainBytes, migrated, firms, loadMs, verifyMs, hints } = restored;
  return [
    `${source}, the state of ${takenAt}, is ${into}.`,
    `${rows.toLocaleString('en')} rows, ${sizeText(plainBytes)}: restored in ${seconds(loadMs)}, recounted in ${seconds(verifyMs)}.`,
    ...(migrated.length === 0 ? [] : [`Migrated to this release: ${migrated.join(', ')}.`]),
    ...firms.map(({ id, name, differences }) =>
      differences === 0
        ? `${name} (${id}): sums as in the backup, every figure agrees with its lines`
        : `${name} (${id}): ${differences} differences`,
    ),
    ...hints,
  ].join('\n');
}

function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000).toLocaleString('en')} kB`;
  return `${(bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} s`;
}
