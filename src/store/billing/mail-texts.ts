import type { MailedDocument, MailText } from '#core/billing/mail-text.ts';
import { firstMailTexts, mailedDocuments } from '#core/billing/mail-text.ts';
import type { Author } from '../changes.ts';
import { keepChanges } from '../changes.ts';
import type { Tx } from '../database.ts';

/** The words for a document: the firm's own, or at version 1 those that every firm starts with. */
export type MailTextOfFirm = MailText & { readonly document: MailedDocument; readonly version: number };

export async function loadMailTexts(tx: Tx): Promise<MailTextOfFirm[]> {
  const own = await tx.query<MailTextOfFirm>(
    `select document, subject, body, version from mail_text where firm_id = $1`,
    [tx.firmId],
  );
  return mailedDocuments.map(
    (document) =>
      own.find((text) => text.document === document) ?? { document, ...firstMailTexts[document], version: 1 },
  );
}

/** The words for a document, held until the transaction ends, whether they were ever changed or not. */
export async function claimMailText(tx: Tx, document: MailedDocument): Promise<MailTextOfFirm> {
  const { subject, body } = firstMailTexts[document];
  await tx.query(
    `insert into mail_text (firm_id, document, subject, body) values ($1, $2, $3, $4)
     on conflict (firm_id, document) do nothing`,
    [tx.firmId, document, subject, body],
  );
  const [text] = await tx.query<MailTextOfFirm>(
    `select document, subject, body, version from mail_text
     where firm_id = $1 and document = $2 for no key update`,
    [tx.firmId, document],
  );
  return text!;
}

export async function saveMailText(
  tx: Tx,
  author: Author,
  before: MailTextOfFirm,
  to: MailText,
): Promise<MailTextOfFirm> {
  if (before.subject === to.subject && before.body === to.body) return before;
  const [after] = await tx.query<MailTextOfFirm>(
    `update mail_text set subject = $3, body = $4, version = version + 1
     where firm_id = $1 and document = $2 returning document, subject, body, version`,
    [tx.firmId, before.document, to.subject, to.body],
  );
  const subjectId = mailedDocuments.indexOf(before.document) + 1;
  await keepChanges(tx, author, { subject: 'mailText', action: 'changed' }, [
    { subjectId, before, after: after! },
  ]);
  return after!;
}
