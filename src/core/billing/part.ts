// What each basis makes of a draft: a part per job, which compose.ts puts together.

import type { Refusal } from '../refusal.ts';
import type { ChosenJob } from './chosen.ts';
import type { ComposedLine, Notice } from './composition.ts';
import type { BookItem, InvoiceBasis, InvoiceType } from './draft.ts';
import type { Effect } from './effects.ts';

export type Part = {
  readonly chosen: ChosenJob;
  readonly lines: readonly ComposedLine[];
  readonly effects: readonly Effect[];
  readonly notices: readonly Notice[];
};

export type Parts = {
  readonly savedAs: InvoiceType;
  /** Whether its jobs leave the WIP manager when nothing is open on them. */
  readonly unlists: boolean;
  readonly parts: readonly Part[];
};

export function absorbedMinor({ absorbed }: ChosenJob): bigint {
  return absorbed.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

export function absorptions({ absorbed }: ChosenJob): Effect[] {
  return absorbed.map(({ item, amountMinor }) => ({
    kind: 'interimAbsorbed',
    lineKey: `interim:${item.itemId}`,
    item,
    amountMinor,
  }));
}

export function retainedMinor({ wanted }: ChosenJob): bigint {
  return wanted.retention?.amountMinor ?? 0n;
}

type NoticeAt = { readonly lineKey?: string; readonly isQuestion?: boolean };

export function notice(
  code: Notice['code'],
  { jobId }: ChosenJob,
  detail: string,
  at: NoticeAt = {},
): Notice {
  return { code, jobId, detail, lineKey: at.lineKey ?? null, isQuestion: at.isQuestion ?? false };
}

/** The author asked for a final invoice, and work stays open. */
export function savedAsProgress(chosen: ChosenJob): Notice {
  const detail = `Work of job ${chosen.book.number} stays open, so the invoice is saved as a progress invoice.`;
  return notice('savedAsProgress', chosen, detail);
}

/** What the author of a final invoice should know of what stays open on a job. */
export function noticesOfFinal(chosen: ChosenJob): Notice[] {
  const { elsewhere, later, openInterims, book } = chosen;
  const notices: Notice[] = [];
  if (later.length > 0) {
    const detail = `${entries(later)} of job ${book.number} after the cut-off ${stay(later)} open.`;
    notices.push(notice('laterWork', chosen, detail));
  }
  if (elsewhere.length > 0) {
    const drafts = [...new Set(elsewhere.map((item) => item.onDraft))].join(', ');
    const detail = `${entries(elsewhere)} of job ${book.number} ${stay(elsewhere)} open: on ${drafts}.`;
    notices.push(notice('onOtherDraft', chosen, detail));
  }
  for (const interim of openInterims) {
    const detail = `Job ${book.number} keeps an interim open: ${interim.description}.`;
    notices.push(notice('interimOpen', chosen, detail, { lineKey: `interim:${interim.itemId}` }));
  }
  return notices;
}

/** Every interim was meant, and some cannot be absorbed: they are later than the invoice, or on another draft. */
export function interimsLeftOut(chosen: ChosenJob): Notice[] {
  const { wanted, openInterims, absorbed, book } = chosen;
  if (wanted.absorbsAll !== true) return [];
  const taken = new Set(absorbed.map(({ item }) => item.itemId));
  return openInterims
    .filter(({ itemId }) => !taken.has(itemId))
    .map(({ itemId, description, onDraft, originOn }) => {
      const where = onDraft === null ? `it is of ${originOn}` : `it is on ${onDraft}`;
      const detail = `An interim of job ${book.number} is left out, for ${where}: ${description}.`;
      return notice('interimOpen', chosen, detail, { lineKey: `interim:${itemId}` });
    });
}

export function entries(items: readonly BookItem[]): string {
  return items.length === 1 ? '1 entry' : `${items.length} entries`;
}

function stay(items: readonly BookItem[]): string {
  return items.length === 1 ? 'stays' : 'stay';
}

/** Refuses what an invoice of a basis has no place for, so that nothing that was asked for is silently left out. */
export function misplaced(
  { wanted, field }: ChosenJob,
  basis: Exclude<InvoiceBasis, 'miscellaneous'>,
): Refusal[] {
  const given = {
    entries: wanted.decisions.some(({ treatment }) => treatment !== 'carryForward'),
    interims: wanted.absorb.length > 0,
    lines: wanted.typed.length > 0,
    claims: wanted.claims.length > 0,
    deposit: wanted.deposit !== null,
    excess: wanted.excess === 'keepAsCredit',
  };
  const names = noPlaceFor[basis].filter((name) => given[name]);
  const detail = `An invoice of the basis ${basis} has no place for this; leave it out.`;
  return names.map((name) => ({ code: 'invalidRequest', detail, field: `${field}.${name}` }));
}

const noPlaceFor = {
  actual: ['claims', 'deposit'],
  quoted: ['deposit', 'excess'],
  deposit: ['entries', 'interims', 'lines', 'claims', 'excess'],
} as const;
