// From a figure to what it is made of: the address that asks for the finer rows or lines of one row of a report.

import { lastDayOfMonth, type CivilDate } from '#core/calendar/civil-date.ts';

/** What a report was asked, of which the parameters named here narrow every report alike. */
export type Asked = Readonly<Record<string, unknown>> & { readonly from: CivilDate; readonly to: CivilDate };

export type RowOfGroup = {
  readonly id: number | null;
  readonly name: string | null;
  readonly month: CivilDate | null;
};

const passedOn = [
  'from',
  'to',
  'knownAt',
  'clientId',
  'jobId',
  'managerId',
  'partnerId',
  'stateId',
  'stateType',
  'category',
  'text',
  'staffId',
  'taskId',
  'reasonId',
  'authorId',
  'source',
  'basis',
] as const;

const idParameters: Readonly<Record<string, string>> = {
  client: 'clientId',
  job: 'jobId',
  manager: 'managerId',
  partner: 'partnerId',
  staff: 'staffId',
  task: 'taskId',
  reason: 'reasonId',
  author: 'authorId',
};
const nameParameters: Readonly<Record<string, string>> = {
  category: 'category',
  source: 'source',
  basis: 'basis',
};

/** The parameters that find what one row is made of; null for what belongs to nobody, which no filter can name. */
export function narrowedTo(asked: Asked, groupBy: string, row: RowOfGroup): URLSearchParams | null {
  const parameters = new URLSearchParams();
  for (const name of passedOn) {
    const value = asked[name];
    if (value !== undefined) parameters.set(name, String(value as string | number));
  }
  if (groupBy === 'none') return parameters;
  if (groupBy === 'month') {
    if (row.month === null) return null;
    const last = lastDayOfMonth(row.month);
    parameters.set('from', row.month > asked.from ? row.month : asked.from);
    parameters.set('to', last < asked.to ? last : asked.to);
    return parameters;
  }
  const byId = idParameters[groupBy];
  const value = byId === undefined ? row.name : row.id;
  const parameter = byId ?? nameParameters[groupBy];
  if (value === null || parameter === undefined) return null;
  parameters.set(parameter, String(value));
  return parameters;
}

/** An address of this API. */
export function addressOf(
  path: string,
  parameters: URLSearchParams,
  more: Record<string, string> = {},
): string {
  const all = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(more)) all.set(name, value);
  const text = all.toString();
  return text === '' ? `/api/v1${path}` : `/api/v1${path}?${text}`;
}
