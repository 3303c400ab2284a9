import { importBatch, readImportQuery } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentImport } from '../../presenters/imports.ts';
import { route } from '../../route.ts';
import { withSpooled } from '../../spool.ts';

export const readFiles = route({
  method: 'POST',
  path: '/imports',
  summary: 'Read files for an import',
  description:
    'Reads and checks the files of an upload: saved answers of the WorkflowMax API (XML or JSON), its CSV files, and exports of time trackers. Nothing of the firm changes until the import is applied. The same files again continue the import that they began.',
  tag: 'Imports',
  work: 'bulk',
  permission: 'imports.run',
  upload: { bytesMax: 512 * 1024 ** 2, filesMax: 500 },
  query: readImportQuery,
  answer: importBatch,
  status: 201,
  refusals: ['batchTooLarge', 'fileTooLarge', 'conflict'],
  async handler({ context, query, files }) {
    // Large, and rarely asked for.
    const { readImportFiles } = await import('#actions/imports/read-import.ts');
    const batch = await withSpooled(files, (spooled) =>
      readImportFiles(context, { files: spooled, options: query }),
    );
    return batch.ok ? done(presentImport(batch.value)) : batch;
  },
});
