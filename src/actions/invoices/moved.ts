// What moved between looking at an invoice and approving it, so that the approver learns it and can look again.

import type { ComposedLine } from '#core/billing/composition.ts';
import { differencesBetween, type Difference, type Shown } from '#core/billing/differences.ts';
import type { Effect } from '#core/billing/effects.ts';
import { formatMinor } from '#core/money/money.ts';
import { refuse, refuseAll, type Refusal, type Refused } from '#core/refusal.ts';
import { readEffects } from '#store/billing/effects.ts';
import { readInvoiceLines, type StoredLine } from '#store/billing/invoice-lines.ts';
import type { Invoice } from '#store/billing/invoices.ts';
import type { Tx } from '#store/database.ts';
import type { Prepared } from './prepare.ts';

export const differencesMax = 20;

/** null when the invoice comes to just what the approver has seen; else a refusal per difference to the draft. */
export async function movedRefusal(
  tx: Tx,
  invoice: Invoice,
  prepared: Prepared,
  seen: string,
): Promise<Refused | null> {
  if (prepared.fingerprint === seen) return null;
  const at = { field: 'fingerprint', value: seen, accepted: prepared.fingerprint };
  if (invoice.fingerprint !== seen) {
    return refuse('previewOutdated', 'The draft is not the one that was seen; look at it again.', at);
  }
  const found = await differencesToDraft(tx, invoice, prepared);
  if (found.length === 0) {
    return refuse('previewOutdated', 'The invoice has changed since it was saved; look at it again.', at);
  }
  return refuseAll(found.slice(0, differencesMax).map(refusalOf));
}

/** As refused; where nothing is left for the draft, what was on it and is taken since. */
export async function emptiedRefusal(tx: Tx, invoice: Invoice, refused: Refused): Promise<Refused> {
  if (refused.refusals.some(({ code }) => code !== 'nothingToDo')) return refused;
  const saved = await readSaved(tx, invoice);
  const nothing = { ...saved, totalMinor: 0n, lines: [], effects: [] };
  const found = differencesBetween(saved, nothing, invoice.currency);
  return found.length === 0 ? refused : refuseAll(found.slice(0, differencesMax).map(refusalOf));
}

/** What the draft comes to now, beside what it came to when it was saved. */
export async function differencesToDraft(
  tx: Tx,
  invoice: Invoice,
  { composition, header, client }: Prepared,
): Promise<Difference[]> {
  const saved = await readSaved(tx, invoice);
  const differences = differencesBetween(saved, composition, client.currency);
  const [was, is] = [invoice.taxMinor ?? 0n, header.taxMinor ?? 0n];
  if (was === is) return differences;
  return [
    ...differences,
    { field: 'tax', was: formatMinor(was, client.currency), is: formatMinor(is, client.currency) },
  ];
}

async function readSaved(tx: Tx, { id, type, totalMinor }: Invoice): Promise<Shown> {
  const [lines, effects] = await Promise.all([readInvoiceLines(tx, id), readEffects(tx, id)]);
  const keys = new Map(lines.map((line) => [String(line.lineNumber), line.lineKey]));
  const keyed = effects.map((effect): Effect => ({
    ...effect,
    lineKey: effect.lineKey && (keys.get(effect.lineKey) ?? null),
  }));
  return { savedAs: type ?? 'progress', totalMinor, lines: lines.map(composedOf), effects: keyed };
}

function composedOf(line: StoredLine): ComposedLine {
  const { lineKey, costEntryId, kind, jobId, jobTaskId, quoteLineId, interimId, description } = line;
  const { minutes, ratePerHourMinor, quantityThousandths, unitPriceMinor, amountMinor, typed } = line;
  const of = { kind, jobId, jobTaskId, quoteLineId, interimId, description, typed };
  const worth = { minutes, ratePerHourMinor, quantityThousandths, unitPriceMinor, amountMinor };
  return { ...of, ...worth, key: lineKey ?? `${line.lineNumber}`, costItemId: costEntryId };
}

function refusalOf({ field, was, is }: Difference): Refusal {
  return {
    code: 'previewOutdated',
    detail: `${field} was ${was ?? 'not there'} and is ${is ?? 'not there any more'}.`,
    field,
    value: was ?? '',
    accepted: is ?? '',
  };
}
