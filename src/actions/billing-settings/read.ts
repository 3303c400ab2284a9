// What anybody who sees invoices may see of how they are set up.

import { requirePermission } from '#core/access/principal.ts';
import type { Result } from '#core/refusal.ts';
import { done, refuse } from '#core/refusal.ts';
import type { Tx } from '#store/database.ts';
import type { MailTextOfFirm } from '#store/billing/mail-texts.ts';
import { loadMailTexts } from '#store/billing/mail-texts.ts';
import type { SuggestedSeries } from '#store/billing/number-series.ts';
import { listNumberSeries, numberSeries, withSuggestions } from '#store/billing/number-series.ts';
import type { BillingSettings } from '#store/billing/settings.ts';
import { loadBillingSettings } from '#store/billing/settings.ts';
import type { Tax } from '#store/billing/taxes.ts';
import { loadTaxes, taxes } from '#store/billing/taxes.ts';
import type { Logo, Template } from '#store/billing/templates.ts';
import { loadLogo, loadTemplates, templates } from '#store/billing/templates.ts';
import { findRecord } from '#store/practice/records.ts';
import { onlyOne } from '../batch.ts';
import type { Context } from '../context.ts';
import { read } from '../request.ts';

export type { BillingSettings, Logo, MailTextOfFirm, SuggestedSeries, Tax, Template };

export function getBillingSettings(context: Context): Promise<Result<BillingSettings>> {
  return look(context, async (tx) => done(await loadBillingSettings(tx)));
}

export function listTaxes(context: Context): Promise<Result<{ items: Tax[] }>> {
  return look(context, async (tx) => done({ items: await loadTaxes(tx) }));
}

export function getTax(context: Context, id: number): Promise<Result<Tax>> {
  return look(context, async (tx) => {
    const found = await findRecord(tx, taxes, id);
    return found.ok ? done(onlyOne(await loadTaxes(tx, [id]))) : found;
  });
}

export function listSeries(context: Context): Promise<Result<{ items: SuggestedSeries[] }>> {
  return look(context, async (tx) => done({ items: await withSuggestions(tx, await listNumberSeries(tx)) }));
}

export function getSeries(context: Context, id: number): Promise<Result<SuggestedSeries>> {
  return look(context, async (tx) => {
    const found = await findRecord(tx, numberSeries, id);
    return found.ok ? done(onlyOne(await withSuggestions(tx, [found.value]))) : found;
  });
}

export function listTemplates(context: Context): Promise<Result<{ items: Template[] }>> {
  return look(context, async (tx) => done({ items: await loadTemplates(tx) }));
}

export function getTemplate(context: Context, id: number): Promise<Result<Template>> {
  return look(context, async (tx) => {
    const found = await findRecord(tx, templates, id);
    return found.ok ? done(onlyOne(await loadTemplates(tx, [id]))) : found;
  });
}

export function getLogo(context: Context, templateId: number): Promise<Result<Logo>> {
  return look(context, async (tx) => {
    const found = await findRecord(tx, templates, templateId);
    if (!found.ok) return found;
    const logo = await loadLogo(tx, templateId);
    return logo === undefined
      ? refuse('notFound', `The template ${found.value.name} has no logo.`, {
          field: 'id',
          value: String(templateId),
        })
      : done(logo);
  });
}

export function listMailTexts(context: Context): Promise<Result<{ items: MailTextOfFirm[] }>> {
  return look(context, async (tx) => done({ items: await loadMailTexts(tx) }));
}

async function look<T>(context: Context, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  const permitted = requirePermission(context.principal, 'invoices.read');
  return permitted.ok ? read(context, work) : permitted;
}
