// A quote as it stands in the editor: every field is text or yes/no; and what the API takes for it.

import { newRequestKey } from '../../api/client.ts';
import type { Quote, QuoteLine } from '../../api/quotes.ts';
import { orNull } from '../../form/words.ts';
import { durationText, minutesOf } from '../../form/NumberFields.tsx';

export type Line = {
  /** Tells lines apart while they have no id. */
  key: string;
  id: string | null;
  kind: QuoteLine['kind'];
  taskId: string;
  description: string;
  note: string;
  minutes: string;
  rate: string;
  quantity: string;
  unitPrice: string;
  unitCost: string;
  /** '' is quantity × price. */
  amount: string;
  /** '' is the client's tax; 'none' is none. */
  taxId: string;
  isOption: boolean;
  isChosen: boolean;
};

export type QuoteFields = {
  clientId: string;
  jobId: string;
  contactId: string;
  name: string;
  quotedOn: string;
  validUntil: string;
  pricing: Quote['pricing'];
  fixedTotal: string;
  /** '' is as the firm does it. */
  taxMode: '' | Quote['taxMode'];
  introduction: string;
  terms: string;
  note: string;
  templateId: string;
  lines: readonly Line[];
};

export function newLine(key = newRequestKey().slice(0, 10), kind: Line['kind'] = 'task'): Line {
  return {
    key,
    id: null,
    kind,
    taskId: '',
    description: '',
    note: '',
    minutes: '',
    rate: '',
    quantity: '',
    unitPrice: '',
    unitCost: '',
    amount: '',
    taxId: '',
    isOption: false,
    isChosen: false,
  };
}

export function newQuote(clientId: string, jobId: string): QuoteFields {
  return {
    clientId,
    jobId,
    contactId: '',
    name: '',
    quotedOn: '',
    validUntil: '',
    pricing: 'calculated',
    fixedTotal: '',
    taxMode: '',
    introduction: '',
    terms: '',
    note: '',
    templateId: '',
    lines: [newLine('first')],
  };
}

export function fieldsOf(quote: Quote): QuoteFields {
  return {
    clientId: quote.clientId ?? '',
    jobId: quote.jobId ?? '',
    contactId: quote.contactId ?? '',
    name: quote.name ?? '',
    quotedOn: quote.quotedOn ?? '',
    validUntil: quote.validUntil ?? '',
    pricing: quote.pricing,
    fixedTotal: quote.fixedTotal ?? '',
    taxMode: quote.taxMode,
    introduction: quote.introduction ?? '',
    terms: quote.terms ?? '',
    note: quote.note ?? '',
    templateId: quote.templateId ?? '',
    lines: [...quote.lines.map(lineOf), newLine('last')],
  };
}

function lineOf(line: QuoteLine): Line {
  const { kind, multipliesOut, typedAmount } = line;
  return {
    key: `line ${line.id}`,
    id: line.id,
    kind,
    taskId: line.taskId ?? '',
    description: line.description,
    note: line.note ?? '',
    minutes: durationText(line.minutes),
    rate: line.rate ?? '',
    quantity: line.quantity ?? '',
    unitPrice: line.unitPrice ?? '',
    unitCost: line.unitCost ?? '',
    amount: kind === 'text' || multipliesOut ? '' : typedAmount,
    taxId: line.taxId ?? 'none',
    isOption: line.isOption,
    isChosen: line.isChosen,
  };
}

/** A line that says something; others are not sent. */
export function isMeant({ description, minutes, quantity, rate, unitPrice, amount }: Line): boolean {
  return [description, minutes, quantity, rate, unitPrice, amount].some((text) => text.trim() !== '');
}

/** `seesCosts`: of who does not, the costs stay as they are. */
export function bodyOf(fields: QuoteFields, seesCosts: boolean): unknown {
  const { clientId, name, pricing, fixedTotal, taxMode, lines } = fields;
  return {
    clientId,
    name,
    pricing,
    fixedTotal: pricing === 'fixed' ? fixedTotal : null,
    ...(taxMode === '' ? {} : { taxMode }),
    jobId: orNull(fields.jobId),
    contactId: orNull(fields.contactId),
    quotedOn: orNull(fields.quotedOn),
    validUntil: orNull(fields.validUntil),
    introduction: orNull(fields.introduction),
    terms: orNull(fields.terms),
    note: orNull(fields.note),
    templateId: orNull(fields.templateId),
    lines: lines.filter(isMeant).map((line) => lineBody(line, seesCosts)),
  };
}

function lineBody(line: Line, seesCosts: boolean) {
  const { id, kind, description, note, minutes, rate, quantity, unitPrice, unitCost, amount, taxId } = line;
  const common = {
    ...(id === null ? {} : { id }),
    kind,
    ...(description.trim() === '' ? {} : { description }),
    note: orNull(note),
  };
  if (kind === 'text') return common;
  const priced = {
    ...common,
    amount: orNull(amount),
    ...(taxId === '' ? {} : { taxId: taxId === 'none' ? null : taxId }),
    isOption: line.isOption,
    isChosen: line.isOption && line.isChosen,
  };
  if (kind === 'task')
    return {
      ...priced,
      taskId: orNull(line.taskId),
      // What cannot be read goes as it is, for the contract to object to.
      minutes: minutes.trim() === '' ? null : (minutesOf(minutes) ?? minutes),
      rate: orNull(rate),
    };
  return {
    ...priced,
    quantity: orNull(quantity),
    unitPrice: orNull(unitPrice),
    ...(seesCosts ? { unitCost: orNull(unitCost) } : {}),
  };
}
