// A document as a PDF, with the name that its file has: for downloading, and for sending.

import { done, type Result } from '#core/refusal.ts';
import type { Context } from '../context.ts';
import { renderPdf } from './pdf/render.ts';
import { readDocument, type DocumentAsked, type ReadyDocument } from './read-document.ts';

export type DocumentFile = { readonly fileName: string; readonly content: Uint8Array };

export async function documentPdf(context: Context, asked: DocumentAsked): Promise<Result<DocumentFile>> {
  const ready = await readDocument(context, asked);
  return ready.ok ? done(await fileOf(context, ready.value)) : ready;
}

export async function fileOf(context: Context, { printed, template }: ReadyDocument): Promise<DocumentFile> {
  const content = await renderPdf({ document: printed, look: template, drawnAt: context.clock() });
  return { fileName: `${printed.fileName.replaceAll(/[/\\:*?"<>|]/g, '-')}.pdf`, content };
}
