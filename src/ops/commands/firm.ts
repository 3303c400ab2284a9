// `firm export` and `firm import` for the command line.

import { resolve } from 'node:path';
import type { FirmRunner } from '#cli/commands/firm.ts';
import { failureOf } from '#cli/output/failure.ts';
import { exportFirm } from '../backup/export-firm.ts';
import { importFirm } from '../backup/import-firm.ts';
import { programVersion } from '../backup/program-version.ts';
import { chooseFirm, openForCommand } from './operator.ts';

export const firmRunner: FirmRunner = {
  async export(name, to, progress) {
    const installation = await openForCommand('firm export');
    const chosen = await chooseFirm(installation, name);
    if (!chosen.ok) throw failureOf(chosen);
    const path = resolve(to);
    const contents = await exportFirm({
      address: installation.address,
      firmId: chosen.value.id,
      path,
      program: programVersion(),
      progress: (done, total, note) => progress.update(done, total, note),
    });
    return {
      path,
      firmName: contents.firm.name,
      takenAt: contents.takenAt,
      tables: contents.tables.length,
      rows: contents.tables.reduce((sum, { rows }) => sum + rows, 0),
      files: contents.files.length,
      people: contents.people.length,
    };
  },

  async import(path, progress) {
    const { address } = await openForCommand('firm import');
    return importFirm({
      address,
      path: resolve(path),
      progress: (done, total, note) => progress.update(done, total, note),
    });
  },
};
