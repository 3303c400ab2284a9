// A draft quote decided: what it names is looked up, amounts are read, and core says what it comes to. Previewing and
// saving do the same, so a preview is what would be saved.

import type { CivilDate } from '#core/calendar/civil-date.ts';
import { today } from '#core/calendar/civil-date.ts';
import type { CurrencyCode } from '#core/money/currencies.ts';
import { parseMinor } from '#core/money/money.ts';
import { composeQuote, type ComposedQuote } from '#core/quotes/compose.ts';
import { done, refuse, refuseAll, within, type Refusal, type Result } from '#core/refusal.ts';
import type { TaxMode } from '#core/tax/tax.ts';
import type { Tx } from '#store/database.ts';
import type { NewQuoteLine, QuoteLine } from '#store/billing/quote-lines.ts';
import type { QuoteColumns } from '#store/billing/quotes.ts';
import { loadBillingSettings, type BillingSettings } from '#store/billing/settings.ts';
import { findTaxes } from '#store/billing/taxes.ts';
import { findNamedOnDraft, readClientTerms, type ClientTerms } from '#store/billing/terms.ts';
import { loadPracticeSettings, type PracticeSettings } from '#store/practice/firm.ts';
import { loadReferences, type References } from '#store/practice/references.ts';
import { archivedRefusals, referenceRefusals } from '../batch.ts';
import type { Context } from '../context.ts';
import type { QuoteCommand } from './command.ts';
import { readLines, type ReadLine } from './lines.ts';
import { loadTaxPolicy } from './tax-policy.ts';

/** A draft as it would be saved. */
export type DecidedQuote = {
  readonly columns: QuoteColumns;
  readonly lines: readonly NewQuoteLine[];
  readonly composed: ComposedQuote;
  readonly currency: CurrencyCode;
  readonly firmCurrency: CurrencyCode;
};

export type DraftBasis = {
  readonly client: ClientTerms;
  readonly settings: BillingSettings;
  readonly practice: PracticeSettings;
  readonly known: References;
  readonly today: CivilDate;
};

/** `before` are the lines of the draft that is being changed. */
export async function decideQuote(
  tx: Tx,
  context: Context,
  command: QuoteCommand,
  before: readonly QuoteLine[] = [],
): Promise<Result<DecidedQuote>> {
  const loaded = await loadBasis(tx, context, command);
  if (!loaded.ok) return loaded;
  const basis = loaded.value;
  const { currency } = basis.client;
  const refusals = [...referenceRefusalsOf(basis, command), ...(await namedRefusals(tx, command))];
  const fixed = readFixedTotal(command, currency);
  const lines = readLines(command.lines, {
    currency,
    firmCurrency: basis.practice.currency,
    tasks: basis.known.tasks,
    taxId: taxOfClient(basis),
    taxMode: taxModeOf(basis, command),
    before: new Map(before.map((line) => [line.id, line])),
  });
  const wrong = [fixed, lines].flatMap((result) => (result.ok ? [] : result.refusals));
  if (refusals.length + wrong.length > 0 || !fixed.ok || !lines.ok) return refuseAll([...refusals, ...wrong]);

  const on = command.quotedOn ?? basis.today;
  const taxing = { settings: basis.settings, mode: taxModeOf(basis, command), on };
  const policy = await loadTaxPolicy(tx, lines.value, taxing);
  if (!policy.ok) return policy;
  const composed = composeQuote(lines.value, {
    currency,
    fixedTotalMinor: fixed.value,
    policy: policy.value,
  });
  if (!composed.ok) return composed;
  return done({
    columns: columnsOf(basis, command, { fixedTotalMinor: fixed.value, composed: composed.value }),
    lines: linesOf(lines.value, composed.value),
    composed: composed.value,
    currency,
    firmCurrency: basis.practice.currency,
  });
}

async function loadBasis(tx: Tx, context: Context, command: QuoteCommand): Promise<Result<DraftBasis>> {
  const { clientId, jobId, lines } = command;
  const known = await loadReferences(tx, {
    clientIds: [clientId],
    jobIds: [jobId],
    taskIds: lines.map(({ taskId }) => taskId),
  });
  const [client, settings, practice] = await Promise.all([
    readClientTerms(tx, clientId),
    loadBillingSettings(tx),
    loadPracticeSettings(tx),
  ]);
  if (client === undefined) {
    const at = { field: 'clientId', id: clientId, noun: 'client', code: 'unknownClient' } as const;
    return refuseAll(referenceRefusals(known.clients, at));
  }
  return done({ client, settings, practice, known, today: today(context.clock(), practice.timeZone) });
}

function referenceRefusalsOf({ known, client }: DraftBasis, command: QuoteCommand): Refusal[] {
  const { clientId, jobId, quotedOn, validUntil } = command;
  const job = typeof jobId === 'number' ? known.jobs.get(jobId) : undefined;
  return [
    ...archivedRefusals(client, { field: 'clientId', noun: 'client', id: clientId }),
    ...referenceRefusals(known.jobs, { field: 'jobId', id: jobId, noun: 'job', code: 'unknownJob' }),
    ...(job === undefined ? [] : jobRefusals(job, client, 'jobId')),
    ...validityRefusals(quotedOn ?? null, validUntil ?? null),
  ];
}

type JobHead = { readonly number: string; readonly clientId: number; readonly currency: CurrencyCode };

/** A quote is for a job of its own client, in the same currency. */
export function jobRefusals(
  job: JobHead,
  client: { readonly id: number; readonly currency: CurrencyCode },
  field: string,
): Refusal[] {
  if (job.clientId !== client.id) {
    return [
      {
        code: 'conflict',
        detail: `Job ${job.number} is of another client than the quote.`,
        field,
        value: job.number,
        accepted: 'a job of the same client',
      },
    ];
  }
  if (job.currency === client.currency) return [];
  return [
    {
      code: 'currencyMismatch',
      detail: `Job ${job.number} is in ${job.currency} and the quote in ${client.currency}.`,
      field,
      value: job.currency,
      accepted: `a job in ${client.currency}`,
    },
  ];
}

export function validityRefusals(quotedOn: CivilDate | null, validUntil: CivilDate | null): Refusal[] {
  if (quotedOn === null || validUntil === null || validUntil >= quotedOn) return [];
  return [
    {
      code: 'invalidDate',
      detail: 'The quote would have run out before its day.',
      field: 'validUntil',
      value: validUntil,
      accepted: `${quotedOn} or later`,
    },
  ];
}

/** The contact, the template and the taxes that a draft names. */
async function namedRefusals(tx: Tx, command: QuoteCommand): Promise<Refusal[]> {
  const { clientId, contactId = null, templateId = null, lines } = command;
  const found = await findNamedOnDraft(tx, { clientId, contactId, templateId, seriesId: null });
  const taxes = await findTaxes(
    tx,
    lines.map(({ taxId }) => taxId),
  );
  const refusals: Refusal[] = lines.flatMap(({ taxId }, place) =>
    typeof taxId !== 'number'
      ? []
      : within(
          `lines[${place}]`,
          refuseAll([
            ...referenceRefusals(taxes, { field: 'taxId', id: taxId, noun: 'tax', code: 'unknownTax' }),
            ...archivedRefusals(taxes.get(taxId), { field: 'taxId', noun: 'tax', id: taxId }),
          ]),
        ).refusals,
  );
  if (contactId !== null && !found.contact) {
    const at = {
      field: 'contactId',
      value: String(contactId),
      accepted: 'the id of a contact of the client',
    };
    refusals.push({ code: 'unknownContact', detail: 'The client has no such contact.', ...at });
  }
  if (templateId !== null && !found.template) {
    const at = {
      field: 'templateId',
      value: String(templateId),
      accepted: 'a template that is not archived',
    };
    refusals.push({ code: 'unknownTemplate', detail: 'The firm has no such template in use.', ...at });
  }
  return refusals;
}

function readFixedTotal(
  { pricing = 'calculated', fixedTotal }: QuoteCommand,
  currency: CurrencyCode,
): Result<bigint | null> {
  const isSaid = fixedTotal !== undefined && fixedTotal !== null;
  if (pricing === 'calculated') {
    if (!isSaid) return done(null);
    return refuse('invalidRequest', 'A quote that is calculated has no fixed total.', {
      field: 'fixedTotal',
      value: fixedTotal,
      accepted: 'pricing: fixed, or no fixed total',
    });
  }
  if (!isSaid) {
    const at = { field: 'fixedTotal', accepted: 'an amount of 0 or more' };
    return refuse('invalidRequest', 'A fixed price says its total.', at);
  }
  const parsed = parseMinor(fixedTotal, currency);
  if (!parsed.ok) return within('fixedTotal', parsed);
  if (parsed.value >= 0n) return parsed;
  return refuse('negativeTotal', 'A quote comes to 0 or more.', {
    field: 'fixedTotal',
    value: fixedTotal,
    accepted: 'an amount of 0 or more',
  });
}

function taxModeOf({ settings }: DraftBasis, { taxMode }: QuoteCommand): TaxMode {
  return taxMode ?? settings.taxMode;
}

/** What a line is taxed with unless it says so itself. */
function taxOfClient({ client, settings }: DraftBasis): number | null {
  return client.taxExempt ? null : (client.taxId ?? settings.defaultTaxId);
}

function columnsOf(
  basis: DraftBasis,
  command: QuoteCommand,
  { fixedTotalMinor, composed }: { fixedTotalMinor: bigint | null; composed: ComposedQuote },
): QuoteColumns {
  return {
    number: null,
    name: command.name,
    clientId: command.clientId,
    jobId: command.jobId ?? null,
    contactId: command.contactId ?? null,
    state: 'draft',
    isMaster: false,
    quotedOn: command.quotedOn ?? null,
    validUntil: command.validUntil ?? null,
    acceptedOn: null,
    currency: basis.client.currency,
    pricing: fixedTotalMinor === null ? 'calculated' : 'fixed',
    fixedTotalMinor,
    taxMode: taxModeOf(basis, command),
    totalMinor: composed.totalMinor,
    taxMinor: composed.taxMinor,
    introduction: command.introduction ?? null,
    terms: command.terms ?? null,
    note: command.note ?? null,
    templateId: command.templateId ?? null,
    origin: 'composed',
  };
}

function linesOf(lines: readonly ReadLine[], composed: ComposedQuote): NewQuoteLine[] {
  return lines.map((line, place) => ({ ...line, ...composed.lines[place]! }));
}
