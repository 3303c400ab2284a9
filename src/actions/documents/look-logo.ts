// The logo that documents were issued with, for showing them without a PDF.

import { may, requirePermission } from '#core/access/principal.ts';
import { done, refuse, type Result } from '#core/refusal.ts';
import { loadLogoOfLook } from '#store/billing/looks.ts';
import type { Logo } from '#store/billing/templates.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export async function getLogoOfLook(context: Context, lookId: number): Promise<Result<Logo>> {
  const permitted = may(context.principal, 'quotes.read')
    ? done(null)
    : requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const logo = await read(context, (tx) => loadLogoOfLook(tx, lookId));
  if (logo !== undefined) return done(logo);
  return refuse('notFound', 'No document was issued with a logo like that.', {
    field: 'id',
    value: String(lookId),
  });
}
