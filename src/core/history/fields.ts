// What of a record differs between before and after, field by field, as text for people. Whatever is no plain value is
// counted or told as it is kept; ids become names where those are known.

import { formatMinor } from '../money/money.ts';
import type { CurrencyCode } from '../money/currencies.ts';

export type FieldChange = {
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
};

type Json = { readonly [name: string]: unknown };

/** Fields that hold an id, and of what. */
export const references: Readonly<Record<string, string>> = {
  accountManagerId: 'staff',
  jobManagerId: 'staff',
  managerId: 'staff',
  partnerId: 'staff',
  staffId: 'staff',
  clientId: 'client',
  contactId: 'contact',
  jobId: 'job',
  stateId: 'jobState',
  taskId: 'task',
  taxId: 'tax',
  defaultTaxId: 'tax',
  templateId: 'documentTemplate',
  seriesId: 'numberSeries',
};

export type Telling = {
  readonly currency: CurrencyCode;
  readonly seesAmounts: boolean;
  readonly seesCosts: boolean;
  nameOf(kind: string, id: string): string | undefined;
};

/** Whatever `after` has otherwise than `before`, in the order in which it has it. */
export function fieldChanges(before: Json | null, after: Json | null, telling: Telling): FieldChange[] {
  if (before === null || after === null) return [];
  return Object.keys(after)
    .filter((field) => field !== 'version' && JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .filter((field) => isTold(field, telling))
    .map((field) => ({
      field,
      label: labelOf(field),
      before: textOf(field, before[field], telling),
      after: textOf(field, after[field], telling),
    }))
    .filter((change) => change.before !== change.after);
}

function isTold(field: string, { seesAmounts, seesCosts }: Telling): boolean {
  if (/hash|secret|password|token/i.test(field)) return false;
  if (/cost/i.test(field) && field.endsWith('Minor')) return seesCosts;
  return seesAmounts || !field.endsWith('Minor');
}

/** accountManagerId → Account manager, budgetMinor → Budget. */
export function labelOf(field: string): string {
  const words = field
    .replace(/(Id|Minor)$/, '')
    .replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const textLengthMax = 500;

function textOf(field: string, value: unknown, telling: Telling): string | null {
  if (value === null || value === undefined || value === '') return null;
  const kind = references[field];
  if (kind !== undefined) return telling.nameOf(kind, asText(value)) ?? asText(value);
  if (field.endsWith('Minor') && /^-?\d+$/.test(asText(value)))
    return formatMinor(BigInt(asText(value)), telling.currency);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value))
    return value.every(isPlain) ? value.map(asText).join(', ') : `${value.length} in all`;
  return asText(value).slice(0, textLengthMax);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
