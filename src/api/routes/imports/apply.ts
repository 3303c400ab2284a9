import { idParams } from '#contract/ids.ts';
import { applyImportBody, importBatch } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentImport } from '../../presenters/imports.ts';
import { route } from '../../route.ts';

export const applyImports = route({
  method: 'POST',
  path: '/imports/{id}/apply',
  summary: 'Apply an import',
  description:
    'Makes the records, posts time and costs, replays invoices and ties out. Asked again it goes on where it stopped, or does nothing; with `adjust` it brings the jobs that differ to the figures of the source.',
  tag: 'Imports',
  work: 'bulk',
  permission: 'imports.run',
  requestKey: false,
  params: idParams,
  body: applyImportBody,
  answer: importBatch,
  refusals: ['rowRefused', 'unconfirmedReading', 'conflict', 'limitExceeded', 'lockedDate'],
  async handler({ context, params, body }) {
    // Large, and rarely asked for.
    const { applyImport } = await import('#actions/imports/apply-import.ts');
    const batch = await applyImport(context, params.id, body);
    return batch.ok ? done(presentImport(batch.value)) : batch;
  },
});
