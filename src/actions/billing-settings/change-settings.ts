import { requirePermission } from '#core/access/principal.ts';
import type { DueTerms } from '#core/billing/due-date.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse, refuseAll } from '#core/refusal.ts';
import type { BillingSettings } from '#store/billing/settings.ts';
import { loadBillingSettings, saveBillingSettings } from '#store/billing/settings.ts';
import { findTaxes } from '#store/billing/taxes.ts';
import { authorOf } from '../batch.ts';
import type { Context } from '../context.ts';
import { write } from '../request.ts';
import { taxChoiceRefusals } from './choices.ts';

export type BillingSettingsChange = {
  readonly version: number;
  readonly to: Partial<Omit<BillingSettings, 'version' | 'dueRule' | 'dueDays'>> & {
    readonly due?: DueTerms | undefined;
  };
};

/** Changes what the firm's billing goes by. Documents that were drawn up keep what they were drawn up with. */
export async function changeBillingSettings(
  context: Context,
  { version, to }: BillingSettingsChange,
): Promise<Result<BillingSettings>> {
  const permitted = requirePermission(context.principal, 'billing.settings');
  if (!permitted.ok) return permitted;
  return write(context, async (tx) => {
    const settings = await loadBillingSettings(tx, 'for no key update');
    if (settings.version !== version) {
      return refuse('staleVersion', 'Somebody changed the settings meanwhile; look at them again.', {
        field: 'version',
        value: version.toString(),
        accepted: settings.version.toString(),
      });
    }
    const { due, ...said } = to;
    const taxId = said.defaultTaxId === settings.defaultTaxId ? undefined : said.defaultTaxId;
    const refusals = taxChoiceRefusals(await findTaxes(tx, [taxId]), 'defaultTaxId', taxId);
    if (refusals.length > 0) return refuseAll(refusals);
    const terms = due === undefined ? {} : { dueRule: due.rule, dueDays: due.days };
    return done(await saveBillingSettings(tx, authorOf(context), settings, { ...said, ...terms }));
  });
}
