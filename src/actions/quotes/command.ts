// What callers say of a quote. Amounts are decimal text in the quote's currency, as the quote's tax mode has them.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import type { QuoteLineKind } from '#core/quotes/compose.ts';
import type { TaxMode } from '#core/tax/tax.ts';

export type QuoteLineCommand = {
  readonly kind: QuoteLineKind;
  /** The line of the draft as it was read: what its author may not see of it stays. */
  readonly id?: number | undefined;
  /** A task of the firm's library; not said: a task by its description alone. */
  readonly taskId?: number | null | undefined;
  readonly description?: string | undefined;
  readonly note?: string | null | undefined;
  readonly minutes?: number | null | undefined;
  readonly rate?: string | null | undefined;
  /** Thousandths of a unit. */
  readonly quantityThousandths?: number | null | undefined;
  readonly unitPrice?: string | null | undefined;
  /** In the firm's currency. */
  readonly unitCost?: string | null | undefined;
  /** Not said: quantity × price. */
  readonly amount?: string | null | undefined;
  /** Not said: the client's tax; null: none. */
  readonly taxId?: number | null | undefined;
  readonly isOption?: boolean | undefined;
  /** Of an option; unless said, it is not. */
  readonly isChosen?: boolean | undefined;
};

export type QuoteCommand = {
  readonly clientId: number;
  readonly jobId?: number | null | undefined;
  readonly contactId?: number | null | undefined;
  readonly name: string;
  /** Not said: the day it is issued. */
  readonly quotedOn?: CivilDate | null | undefined;
  /** Not said: as many days after it as the firm's quotes are valid. */
  readonly validUntil?: CivilDate | null | undefined;
  readonly pricing?: 'calculated' | 'fixed' | undefined;
  readonly fixedTotal?: string | null | undefined;
  /** Not said: the firm's. */
  readonly taxMode?: TaxMode | undefined;
  readonly introduction?: string | null | undefined;
  readonly terms?: string | null | undefined;
  readonly note?: string | null | undefined;
  readonly templateId?: number | null | undefined;
  readonly lines: readonly QuoteLineCommand[];
};

export const quoteLinesMax = 500;
