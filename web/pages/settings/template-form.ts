// What the fields of a template hold, and what the API takes for them.

import type { Template } from '../../api/settings.ts';
import { orNull } from '../../form/words.ts';

export const layouts = [
  { value: 'task', label: 'A line for each task' },
  { value: 'staff', label: 'A line for each person' },
  { value: 'entry', label: 'A line for each entry' },
  { value: 'job', label: 'A line for each job' },
  { value: 'summary', label: 'One line for all' },
  { value: 'progressClaim', label: 'A progress claim' },
] as const;

export const pageSizes = [
  { value: 'A4', label: 'A4' },
  { value: 'LETTER', label: 'Letter' },
] as const;

export function fieldsOf(template: Template | undefined) {
  return {
    name: template?.name ?? '',
    pageSize: template?.pageSize ?? ('A4' as const),
    layout: template?.layout ?? ('task' as const),
    showsQuantities: template?.showsQuantities ?? true,
    showsDates: template?.showsDates ?? false,
    isDefault: template?.isDefault ?? false,
    accentColour: template?.accentColour ?? '#1f4e5f',
    introduction: template?.introduction ?? '',
    terms: template?.terms ?? '',
    footer: template?.footer ?? '',
    archived: template?.archived ?? false,
  };
}

export type TemplateFields = ReturnType<typeof fieldsOf>;

export function bodyOf({ archived, ...fields }: TemplateFields, isNew: boolean): unknown {
  return {
    ...fields,
    accentColour: fields.accentColour.toLowerCase(),
    introduction: orNull(fields.introduction),
    terms: orNull(fields.terms),
    footer: orNull(fields.footer),
    ...(isNew ? {} : { archived }),
  };
}
