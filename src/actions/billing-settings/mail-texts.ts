import { requirePermission } from '#core/access/principal.ts';
import type { MailedDocument, MailText } from '#core/billing/mail-text.ts';
import { placeholderRefusals } from '#core/billing/mail-text.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse, refuseAll } from '#core/refusal.ts';
import type { MailTextOfFirm } from '#store/billing/mail-texts.ts';
import { claimMailText, saveMailText } from '#store/billing/mail-texts.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';

export type MailTextChange = MailText & { readonly document: MailedDocument; readonly version: number };

/** Says in the firm's own words what the mail with a document reads like. */
export async function changeMailText(
  context: Context,
  { document, version, ...to }: MailTextChange,
): Promise<Result<MailTextOfFirm>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  const refusals = placeholderRefusals(document, to);
  if (refusals.length > 0) return refuseAll(refusals);
  return write(context, async (tx) => {
    const claimed = await claimMailText(tx, document);
    if (claimed.version !== version) {
      return refuse('staleVersion', 'Somebody changed this text meanwhile; look at it again.', {
        field: 'version',
        value: version.toString(),
        accepted: claimed.version.toString(),
      });
    }
    return done(await saveMailText(tx, authorOf(context), claimed, to));
  });
}
