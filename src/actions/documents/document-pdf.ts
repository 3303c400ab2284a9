// A document as a PDF, with the name that its file has: for downloading, and for sending.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { done, type Result } from '#core/refusal.ts';
import type { Context } from '../context.ts';
import { drawPdf, type Urgency } from './pdf/draw.ts';
import { readDocument, type DocumentAsked, type ReadyDocument } from './read-document.ts';
import { readStatement, type StatementAsked } from './statement.ts';

export type DocumentFile = { readonly fileName: string; readonly content: Uint8Array };

/** A document by its id, or the statement of a client by the client's, as at a day. */
export type PdfAsked = {
  readonly document: DocumentAsked['document'] | 'statement';
  readonly id: number;
  readonly on?: CivilDate | undefined;
};

export async function documentPdf(
  context: Context,
  { document, id, on }: PdfAsked,
): Promise<Result<DocumentFile>> {
  if (document === 'statement') return statementPdf(context, { clientId: id, to: on });
  const ready = await readDocument(context, { document, id });
  return ready.ok ? done(await fileOf(context, ready.value)) : ready;
}

export async function statementPdf(context: Context, asked: StatementAsked): Promise<Result<DocumentFile>> {
  const ready = await readStatement(context, asked);
  return ready.ok ? done(await fileOf(context, ready.value)) : ready;
}

export async function fileOf(
  context: Context,
  { printed, template }: ReadyDocument,
  urgency?: Urgency,
): Promise<DocumentFile> {
  const { pageSize, accentColour, logo, logoType } = template;
  const look = { pageSize, accentColour, logo, logoType };
  const content = await drawPdf({ document: printed, look, drawnAt: context.clock() }, urgency);
  return { fileName: `${printed.fileName.replaceAll(/[/\\:*?"<>|]/g, '-')}.pdf`, content };
}
