// A file end to end: a CSV of time entries, as a time tracker exports it, into a firm that has nothing yet. Two sizes, to
// see that memory does not grow with the file; and after each the same rows once more in plain SQL.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addDays, civilDate } from '#core/calendar/civil-date.ts';
import type { Figure } from '../figures.ts';
import type { Imported } from '../importing.ts';
import { asServed } from '../http/as-served.ts';
import { timed } from '../measuring.ts';
import type { Stage } from '../stage.ts';
import { atLeast, constantMemory } from '../targets.ts';
import { copyFirmPlainly, makePlainTables } from './plain-sql.ts';
import type { Row } from './row.ts';

const sizesUsual = [25_000, 100_000] as const;
const sizesSmall = [100, 400] as const;
const bytesPerMegabyte = 1_048_576;
const jobs = 500;
const people = 40;
const tasks = 4;
const days = 240;
const firstDay = civilDate('2024-09-02');
const columns = [
  'Project',
  'Client',
  'Description',
  'Task',
  'User',
  'Billable',
  'Start Date',
  'Start Time',
  'Duration (h)',
  'Billable Rate (NZD)',
];

type Measured = Imported & { readonly entries: number; readonly plainMs: number };

export const importRow: Row = {
  name: 'import',
  async measure(stage) {
    await makePlainTables(stage.database);
    const measured: Measured[] = [];
    for (const entries of stage.small ? sizesSmall : sizesUsual) {
      const imported = await importFile(stage, fileOf(stage, entries));
      await expectEntries(stage, imported.firmId, entries);
      const plainMs = await timed(() => copyFirmPlainly(stage.database, imported.firmId));
      measured.push({ ...imported, entries, plainMs });
    }
    return figuresOf(measured[0]!, measured[1]!);
  },
};

function figuresOf(less: Measured, more: Measured): Figure[] {
  const name = `Import of a CSV file of ${more.entries.toLocaleString('en')} entries`;
  return [
    {
      name: `${name}, end to end`,
      value: (more.entries / more.tookMs) * 1_000,
      unit: '/s',
      note: `${(more.tookMs / 1_000).toFixed(1)} s`,
      target: atLeast(15_000, '/s'),
    },
    { name: `– ${name}, ÷ plain SQL with the same rows, time`, value: more.tookMs / more.plainMs, unit: '×' },
    {
      name: `– ${name}, most memory`,
      value: more.peakBytes / bytesPerMegabyte,
      unit: 'MB',
      note: 'resident',
    },
    {
      name: `– ${name}, memory ÷ that of a quarter of it`,
      value: more.peakBytes / less.peakBytes,
      unit: '×',
      target: constantMemory,
    },
  ];
}

async function importFile({ address, context }: Stage, path: string): Promise<Imported> {
  const program = join(import.meta.dirname, '..', 'importing.ts');
  const words = [program, JSON.stringify(address), context.clock(), path];
  const { stdout } = await promisify(execFile)(process.execPath, [...asServed, ...words]);
  return JSON.parse(stdout) as Imported;
}

/** What was refused would be quicker. */
async function expectEntries({ database }: Stage, firmId: number, entries: number): Promise<void> {
  const [row] = await database.inFirm(firmId, (tx) =>
    tx.query<{ found: number }>('select count(*)::int as found from time_entry where firm_id = $1', [firmId]),
  );
  if (row!.found !== entries)
    throw new Error(`of ${entries} entries in the file, ${row!.found} were imported`);
}

function fileOf({ folder }: Stage, entries: number): string {
  const path = join(folder, `entries-${entries}.csv`);
  const lines = Array.from({ length: entries }, (_, place) => lineOf(place));
  writeFileSync(path, `${columns.join(',')}\n${lines.join('\n')}\n`);
  return path;
}

/** Steps that share no factor with what they go round, so that neighbours are of other jobs, as a day's entries are. */
function lineOf(place: number): string {
  const job = (place * 7) % jobs;
  const hours = String(Math.floor(place / 4) % 8).padStart(2, '0');
  return [
    `Project ${job}`,
    `Client ${job % 100}`,
    `Site visit and report ${place}`,
    `Task ${(place * 3) % tasks}`,
    `Person ${(place * 11) % people}`,
    'Yes',
    addDays(firstDay, (place * 13) % days),
    `09:${String(place % 60).padStart(2, '0')}:00`,
    `${hours}:30:00`,
    '150.00',
  ].join(',');
}
