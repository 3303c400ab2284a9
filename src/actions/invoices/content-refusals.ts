// What of a draft is wrong before anything is composed: whom and what it names, its days, its size.

import { addMonths, type CivilDate } from '#core/calendar/civil-date.ts';
import { refuse, type Refusal, type Refused } from '#core/refusal.ts';
import { bookItemsMax } from '#store/billing/book.ts';
import type { ClientTerms } from '#store/billing/terms.ts';
import type { JobContext } from '#store/practice/jobs.ts';
import type { InvoiceContent, LineSetting } from './content.ts';

/** A draft may be of a day that cannot be posted on yet, or not any more; not of one that can only be a mistake. */
export function farDayRefusal(invoicedOn: CivilDate, on: CivilDate): Refused | null {
  const [first, last] = [addMonths(on, -120), addMonths(on, 12)];
  if (invoicedOn >= first && invoicedOn <= last) return null;
  const at = { field: 'invoicedOn', value: invoicedOn, accepted: `a date from ${first} to ${last}` };
  return invoicedOn < first
    ? refuse('dateTooOld', `${invoicedOn} is too long ago for an invoice.`, at)
    : refuse('futureDate', `${invoicedOn} is too far ahead for an invoice.`, at);
}

export function jobRefusals(
  content: InvoiceContent,
  client: ClientTerms,
  jobs: ReadonlyMap<number, JobContext>,
): Refusal[] {
  return content.jobs.flatMap(({ jobId }, place): Refusal[] => {
    const at = { field: `jobs[${place}].jobId`, value: String(jobId) };
    const job = jobs.get(jobId);
    if (job === undefined) {
      return [{ code: 'unknownJob', detail: `This firm has no job with the id ${jobId}.`, ...at }];
    }
    if (job.clientId !== client.id) {
      const detail = `Job ${job.number} is not a job of ${client.name}.`;
      return [{ code: 'unknownJob', detail, ...at, accepted: 'a job of the client' }];
    }
    if (job.currency === client.currency) return [];
    const detail = `Job ${job.number} is in ${job.currency} and ${client.name} is invoiced in ${client.currency}.`;
    return [{ code: 'currencyMismatch', detail, ...at, accepted: `a job in ${client.currency}` }];
  });
}

type Named = { contactId: number | null; templateId: number | null; seriesId: number | null };

export function namedRefusals(
  { contactId, templateId, seriesId }: Named,
  known: { contact: boolean; template: boolean; series: boolean },
): Refusal[] {
  const refusals: Refusal[] = [];
  if (contactId !== null && !known.contact) {
    const detail = `The client has no contact with the id ${contactId}.`;
    refusals.push({ code: 'unknownContact', detail, field: 'contactId', value: String(contactId) });
  }
  if (templateId !== null && !known.template) {
    const detail = `This firm has no template in use with the id ${templateId}.`;
    refusals.push({ code: 'unknownTemplate', detail, field: 'templateId', value: String(templateId) });
  }
  if (seriesId !== null && !known.series) {
    const detail = `This firm has no series for invoices in use with the id ${seriesId}.`;
    refusals.push({ code: 'unknownSeries', detail, field: 'seriesId', value: String(seriesId) });
  }
  return refusals;
}

export function dateRefusals(
  { periodFrom, periodTo }: InvoiceContent,
  { invoicedOn, dueOn }: Record<'invoicedOn' | 'dueOn', CivilDate>,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (dueOn < invoicedOn) {
    const detail = 'The invoice would be due before its own date.';
    const accepted = `a date from ${invoicedOn}`;
    refusals.push({ code: 'invalidDate', detail, field: 'dueOn', value: dueOn, accepted });
  }
  if (periodFrom && periodTo && periodTo < periodFrom) {
    const detail = 'The period ends before it begins.';
    const accepted = `a date from ${periodFrom}`;
    refusals.push({ code: 'invalidDate', detail, field: 'periodTo', value: periodTo, accepted });
  }
  return refusals;
}

const keysToldMax = 20;
const dividedKinds = new Set(['interim', 'retention', 'quoted', 'deposit']);

/** The key of a line as it is before it is divided over its taxes. */
function undividedKey(key: string): string {
  const [kind = '', id, taxId] = key.split(':');
  return taxId !== undefined && dividedKinds.has(kind) ? `${kind}:${id}` : key;
}

type Keyed = { readonly key: string };

/** A setting counts for a line that is there: one of a mistyped key would be lost without a word. */
export function lineSettingRefusals({ lineSettings }: InvoiceContent, lines: readonly Keyed[]): Refusal[] {
  return lineSettings.flatMap((setting, place): Refusal[] => {
    const refused = settingRefusal(setting, lines);
    const field = `lineSettings[${place}].key`;
    return refused === null ? [] : [{ code: 'invalidRequest', field, value: setting.key, ...refused }];
  });
}

/** null when it counts. */
export function settingRefusal(
  { key, taxId }: LineSetting,
  lines: readonly Keyed[],
): Pick<Refusal, 'detail' | 'accepted'> | null {
  const isThere = lines.some((line) => line.key === key || undividedKey(line.key) === key);
  if (!isThere) {
    const known = lines.slice(0, keysToldMax).map((line) => line.key);
    const accepted = known.length === 0 ? 'no settings' : `a key of its lines: ${known.join(', ')}`;
    return { detail: `The invoice has no line with the key ${key}.`, accepted };
  }
  if (taxId === undefined || undividedKey(key) === key) return null;
  const detail = `The line ${key} is the part of one tax; the tax is set for all of its line.`;
  return { detail, accepted: undividedKey(key) };
}

export function sizeRefusals(openItems: number): Refusal[] {
  if (openItems <= bookItemsMax) return [];
  const accepted = `jobs with ${bookItemsMax} open entries together at most`;
  const detail = 'More entries are open on these jobs than one invoice can decide on.';
  return [{ code: 'batchTooLarge', detail, field: 'jobs', value: String(openItems), accepted }];
}
