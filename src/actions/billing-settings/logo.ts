// The logo of a template. What kind of picture a file is, its first bytes say; its name and what the caller calls it
// count for nothing.

import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import type { Logo, LogoType, Template } from '#store/billing/templates.ts';
import { loadTemplates, saveLogo, templates } from '#store/billing/templates.ts';
import { claimRecord, findRecord, type Recorded } from '#store/practice/records.ts';
import { authorOf, onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { read, write } from '../request.ts';

export const logoBytesMax = 1_000_000;

export type LogoCommand = Recorded & {
  /** Reads what was sent; undefined when nothing was. */
  readonly readFile: () => Promise<Uint8Array | undefined>;
};

/** Puts a logo on a template. The file is read only once it is known that it may be put there. */
export async function setLogo(context: Context, command: LogoCommand): Promise<Result<Template>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  const found = await read(context, (tx) => findRecord(tx, templates, command.id));
  if (!found.ok) return found;
  const logo = logoOf(await command.readFile());
  return logo.ok ? writeLogo(context, command, logo.value) : logo;
}

export async function removeLogo(context: Context, seen: Recorded): Promise<Result<Template>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  return permitted.ok ? writeLogo(context, seen, null) : permitted;
}

function writeLogo(context: Context, seen: Recorded, logo: Logo | null): Promise<Result<Template>> {
  return write(context, async (tx) => {
    const claimed = await claimRecord(tx, templates, { id: seen.id, version: seen.version });
    if (!claimed.ok) return claimed;
    const template = onlyOne(await loadTemplates(tx, [seen.id]));
    if (logo === null && template.logoType === null) return done(template);
    return done(await saveLogo(tx, authorOf(context), template, logo));
  });
}

const signatures: readonly { readonly type: LogoType; readonly bytes: readonly number[] }[] = [
  { type: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
];

function logoOf(content: Uint8Array | undefined): Result<Logo> {
  const at = { field: 'file', accepted: `one PNG or JPEG picture of at most ${logoBytesMax} bytes` };
  if (content === undefined) return refuse('invalidRequest', 'Send the picture as a file.', at);
  if (content.length > logoBytesMax) {
    return refuse('fileTooLarge', 'The picture is too large.', { ...at, value: `${content.length} bytes` });
  }
  const signature = signatures.find(({ bytes }) => bytes.every((byte, index) => content[index] === byte));
  if (signature === undefined) {
    return refuse('unknownFormat', 'The file is neither a PNG nor a JPEG picture.', at);
  }
  return done({ type: signature.type, content });
}
