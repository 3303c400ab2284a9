import { logoBytesMax, setLogo as set } from '#actions/billing-settings/logo.ts';
import { template } from '#contract/billing-settings/templates.ts';
import { idParams } from '#contract/ids.ts';
import type { UploadedFile } from '../../route.ts';
import { route } from '../../route.ts';

export const setLogo = route({
  method: 'PUT',
  path: '/document-templates/{id}/logo',
  summary: 'Put a logo on a document template',
  description: 'A PNG or JPEG picture of at most 1 MB: as the body, or as the only file of an upload.',
  tag: 'Billing settings',
  work: 'uncounted',
  permission: 'billing.settings',
  params: idParams,
  upload: { bytesMax: logoBytesMax, filesMax: 1, mediaTypes: ['image/png', 'image/jpeg'] },
  answer: template,
  refusals: ['unknownTemplate', 'unknownFormat', 'fileTooLarge'],
  handler: ({ context, params, version, files }) =>
    set(context, { id: params.id, version, readFile: () => firstOf(files) }),
});

/** To the end of the upload: only there it shows that a file was cut off because it is too large. */
async function firstOf(files: AsyncIterable<UploadedFile>): Promise<Uint8Array | undefined> {
  let first: Uint8Array | undefined;
  for await (const { content } of files) {
    const pieces: Buffer[] = [];
    for await (const piece of content) pieces.push(piece as Buffer);
    first ??= Buffer.concat(pieces);
  }
  return first;
}
