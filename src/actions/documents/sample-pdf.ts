// A template shown with an invented invoice under the firm's own letterhead.

import type { DocumentLayout } from '#core/documents/data.ts';
import { layoutDocument } from '#core/documents/layout.ts';
import { sampleInvoice } from '#core/documents/sample.ts';
import { requirePermission } from '#core/access/principal.ts';
import { done, type Result } from '#core/refusal.ts';
import { readLetterhead, readTemplate } from '#store/billing/looks.ts';
import { templates } from '#store/billing/templates.ts';
import { findRecord } from '#store/practice/records.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';
import { fileOf, type DocumentFile } from './document-pdf.ts';
import type { ReadyDocument } from './read-document.ts';

type SampleAsked = { readonly templateId: number; readonly layout?: DocumentLayout | undefined };

/** The invented invoice, laid out. */
export async function readSample(context: Context, asked: SampleAsked): Promise<Result<ReadyDocument>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  if (!permitted.ok) return permitted;
  const found = await read(context, async (tx) => {
    const known = await findRecord(tx, templates, asked.templateId);
    if (!known.ok) return known;
    const [template, letterhead] = await Promise.all([
      readTemplate(tx, asked.templateId),
      readLetterhead(tx),
    ]);
    return done({ template, letterhead });
  });
  if (!found.ok) return found;

  const { template, letterhead } = found.value;
  const layout = asked.layout ?? template.layout;
  const invoice = sampleInvoice({ letterhead, currency: letterhead.currency, layout });
  return done({ template, printed: layoutDocument(invoice, template) });
}

export async function samplePdf(context: Context, asked: SampleAsked): Promise<Result<DocumentFile>> {
  const ready = await readSample(context, asked);
  return ready.ok ? done(await fileOf(context, ready.value)) : ready;
}
