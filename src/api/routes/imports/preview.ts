import { readImportDetails } from '#actions/imports/read-imports.ts';
import { idParams } from '#contract/ids.ts';
import { importPreview } from '#contract/imports/imports.ts';
import { done } from '#core/refusal.ts';
import { presentPreview } from '../../presenters/imports.ts';
import { route } from '../../route.ts';

export const previewImport = route({
  method: 'GET',
  path: '/imports/{id}/preview',
  summary: 'Preview an import',
  description:
    'How the files were read, what was assumed, what will be made or matched, and what they add up to.',
  tag: 'Imports',
  work: 'bulk',
  permission: 'imports.read',
  params: idParams,
  answer: importPreview,
  async handler({ context, params }) {
    const details = await readImportDetails(context, params.id);
    return details.ok ? done(presentPreview(details.value)) : details;
  },
});
