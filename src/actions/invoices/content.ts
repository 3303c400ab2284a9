// What the author of an invoice says, as it was typed: amounts are decimal text in the client's currency, with tax where the
// invoice is typed with tax. A draft keeps just this, so that it can be opened, changed and duplicated as it was meant;
// expand.ts turns it into what core decides on.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { InvoiceBasis, InvoiceType, Treatment } from '#core/billing/draft.ts';
import type { TaxMode } from '#core/tax/tax.ts';
import type { DocumentLayout } from '#store/billing/invoices.ts';

export type EntryContent = {
  readonly itemId: bigint;
  readonly treatment: Treatment;
  /** How much is billed: minutes of time, units of a cost; not said: all that is open. */
  readonly minutes?: number | null | undefined;
  readonly quantity?: string | null | undefined;
  /** What it is billed at; not said: what that is worth. */
  readonly amount?: string | null | undefined;
  readonly rest?: 'writeOff' | 'carryForward' | null | undefined;
};

export type AbsorbedContent = { readonly itemId: bigint; readonly amount?: string | null | undefined };

export type LineContent = {
  readonly kind: 'task' | 'cost';
  readonly jobTaskId?: number | null | undefined;
  readonly description: string;
  readonly minutes?: number | null | undefined;
  readonly rate?: string | null | undefined;
  readonly quantity?: string | null | undefined;
  readonly unitPrice?: string | null | undefined;
  /** Not said: minutes × rate, or quantity × unit price. */
  readonly amount?: string | null | undefined;
  readonly taxId?: number | null | undefined;
  readonly covers?: readonly bigint[] | null | undefined;
};

export type ClaimContent = {
  readonly quoteLineId: number;
  /** One of the three. */
  readonly amount?: string | null | undefined;
  readonly percent?: string | null | undefined;
  readonly percentToDate?: string | null | undefined;
};

export type JobContent = {
  readonly jobId: number;
  /** Of the billable work up to the cut-off that no entry below decides on. */
  readonly select: 'all' | 'none';
  readonly entries: readonly EntryContent[];
  readonly interims: 'all' | readonly AbsorbedContent[];
  readonly lines: readonly LineContent[];
  /** "all": whatever of the quote is not invoiced. */
  readonly claims: 'all' | readonly ClaimContent[];
  readonly deposit?:
    | {
        readonly description?: string | null | undefined;
        readonly amount?: string | null | undefined;
        readonly percentOfQuote?: string | null | undefined;
      }
    | null
    | undefined;
  readonly rest: 'carryForward' | 'writeOff';
  readonly excess: 'writeOn' | 'keepAsCredit';
  readonly retention?:
    | {
        readonly description?: string | null | undefined;
        readonly amount?: string | null | undefined;
        readonly percent?: string | null | undefined;
      }
    | null
    | undefined;
};

/** How a line reads and is taxed, under the key that composing gave it. */
export type LineSetting = {
  readonly key: string;
  readonly description?: string | null | undefined;
  /** Null: no tax; not said: as it would be. */
  readonly taxId?: number | null | undefined;
};

export type InvoiceContent = {
  readonly clientId: number;
  readonly type: InvoiceType;
  readonly basis: InvoiceBasis;
  /** Not said: today. */
  readonly invoicedOn?: CivilDate | null | undefined;
  /** Not said: by the client's terms, else the firm's. */
  readonly dueOn?: CivilDate | null | undefined;
  /** Not said: the day of the invoice. */
  readonly cutOffOn?: CivilDate | null | undefined;
  readonly periodFrom?: CivilDate | null | undefined;
  readonly periodTo?: CivilDate | null | undefined;
  readonly pricing: 'calculated' | 'fixed';
  readonly fixedTotal?: string | null | undefined;
  /** Not said: the firm's. */
  readonly taxMode?: TaxMode | null | undefined;
  readonly contactId?: number | null | undefined;
  readonly reference?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly templateId?: number | null | undefined;
  readonly layout?: DocumentLayout | null | undefined;
  readonly seriesId?: number | null | undefined;
  readonly jobs: readonly JobContent[];
  /** Basis miscellaneous. */
  readonly lines: readonly LineContent[];
  readonly lineSettings: readonly LineSetting[];
};

/** As JSON: ids of items as text. */
export function contentToJson(content: InvoiceContent): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

export function contentFromJson(json: string): InvoiceContent {
  return JSON.parse(json, (key, value: unknown) => {
    if (key === 'itemId') return BigInt(value as string);
    if (key === 'covers' && Array.isArray(value)) return value.map((id: string) => BigInt(id));
    return value;
  }) as InvoiceContent;
}
