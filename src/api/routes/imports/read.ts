import { readImportDetails } from '#actions/imports/read-imports.ts';
import { idParams } from '#contract/ids.ts';
import { importBatch } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentImport } from '../../presenters/imports.ts';
import { route } from '../../route.ts';

export const readImport = route({
  method: 'GET',
  path: '/imports/{id}',
  summary: 'Read an import',
  description: 'Its state, and how far it has come.',
  tag: 'Imports',
  permission: 'imports.read',
  params: idParams,
  answer: importBatch,
  async handler({ context, params }) {
    const details = await readImportDetails(context, params.id);
    return details.ok ? done(presentImport(details.value.batch)) : details;
  },
});
