// What a report can be asked, read off the parameters of its description: the day or the days, what narrows it, what its
// rows are groups of.

import type { z } from 'zod';
import type { stateTypes } from '#contract/reports/parameters.ts';
import type { periodClose } from '#contract/periods/periods.ts';
import type { EntitySource } from '../../form/entities.ts';
import {
  clientSource,
  jobSource,
  jobStateSource,
  reasonSource,
  staffSource,
  taskSource,
} from '../../form/entities.ts';
import type { Filter, Span } from '../../list/filters.ts';
import { keysOf } from '../../list/filters.ts';
import { endOfMonth, firstOfMonth } from '../../util/days.ts';
import type { Formats } from '../../util/formats.ts';
import type { PageSearch } from '../../util/page-search.ts';
import type { Asked, ReportView } from './view.ts';
import {
  ageWords,
  basisWords,
  choicesOf,
  groupWords,
  kindWords,
  sourceWords,
  unbilledAgeWords,
} from './words.ts';

/** Until somebody chooses other days: this month and the eleven before, up to today. */
export function lastYear(today: string): Span {
  return { label: 'Last 12 months', from: firstOfMonth(endOfMonth(today, -11)), to: today };
}

export function takes({ query }: ReportView, parameter: string): boolean {
  return parameter in query.shape;
}

/** What stands in the address, as far as the report takes it, with the days that hold unless others are chosen. */
export function askedOf(view: ReportView, search: PageSearch, today: string): Asked {
  const { from, to } = lastYear(today);
  const whole = takes(view, 'from') && view.needs === undefined ? { from, to, ...search } : search;
  return Object.fromEntries(
    Object.keys(view.query.shape)
      .filter((name) => name !== 'limit' && name !== 'cursor')
      .map((name) => [name, whole[name]]),
  );
}

type Period = z.input<typeof periodClose>;

function closeSource(formats: Formats): EntitySource<Period> {
  return {
    word: 'close',
    path: '/periods',
    labelOf: ({ endedOn }) => `to ${formats.date(endedOn)}`,
    noteOf: ({ reopening }) => (reopening === null ? null : 're-opened'),
    isWhole: true,
  };
}

const stateTypeWords: Readonly<Record<(typeof stateTypes)[number], string>> = {
  planned: 'Planned',
  inProgress: 'In progress',
  onHold: 'On hold',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/** The filters of a report, in one order for all of them. */
export function filtersOf(view: ReportView, formats: Formats): Filter[] {
  const known: readonly Filter[] = [
    { kind: 'entity', key: 'closeId', name: 'Period', none: 'The latest', source: closeSource(formats) },
    { kind: 'entity', key: 'clientId', name: 'Client', none: 'All clients', source: clientSource },
    { kind: 'entity', key: 'jobId', name: 'Job', none: 'All jobs', source: jobSource },
    { kind: 'entity', key: 'managerId', name: 'Manager', none: 'All managers', source: staffSource },
    {
      kind: 'entity',
      key: 'accountManagerId',
      name: 'Account manager',
      none: 'All account managers',
      source: staffSource,
    },
    { kind: 'entity', key: 'partnerId', name: 'Partner', none: 'All partners', source: staffSource },
    { kind: 'entity', key: 'staffId', name: 'Staff member', none: 'Everybody', source: staffSource },
    { kind: 'entity', key: 'taskId', name: 'Task', none: 'All tasks', source: taskSource },
    { kind: 'entity', key: 'reasonId', name: 'Reason', none: 'All reasons', source: reasonSource },
    choice('source', 'Source', 'All sources', sourceWords),
    choice('basis', 'Basis', 'Every basis', basisWords),
    choice('kind', 'Kind', 'Time, costs and interims', {
      time: kindWords['time'] ?? '',
      cost: kindWords['cost'] ?? '',
      interim: kindWords['interim'] ?? '',
    }),
    view.name === 'unbilled-detail'
      ? choice('age', 'Age', 'However old', unbilledAgeWords)
      : choice('age', 'Due', 'Whenever due', ageWords),
    choice('days', 'Over 90 days', 'Over 90 days', {
      30: 'over 30 days',
      180: 'over 180 days',
      365: 'over 365 days',
    }),
    choice('byMonth', 'By month', 'A row for each month', { false: 'one row for all days' }),
    { kind: 'entity', key: 'stateId', name: 'State', none: 'All states', source: jobStateSource },
    choice('stateType', 'Kind of state', 'Any kind of state', stateTypeWords),
  ];
  return known.filter(({ key }) => takes(view, key));
}

function choice(key: string, name: string, none: string, words: Readonly<Record<string, string>>): Filter {
  return { kind: 'choice', key, name, none, choices: choicesOf(words) };
}

/** Parameters that come from the figure somebody followed and that no filter names. */
export const followed: Readonly<Record<string, (value: string) => string>> = {
  category: (value) => `Category: ${value}`,
  currency: (value) => `In ${value}`,
  authorId: () => 'By one person',
};

export function groupChoices(view: ReportView) {
  return (view.groupings ?? []).map((value) => ({ value, label: groupWords[value]?.[0] ?? value }));
}

/** What the rows are groups of; null for reports of lines. */
export function groupOf({ query, groupings }: ReportView, search: PageSearch): string | null {
  if (groupings === undefined) return null;
  return search['groupBy'] ?? defaultOf(query, 'groupBy') ?? 'none';
}

/** What holds for a parameter unless it is said. */
export function defaultOf(query: z.ZodObject, parameter: string): string | undefined {
  const answer = query.shape[parameter]?.safeParse(undefined) as { data?: unknown } | undefined;
  const given = answer?.data;
  return typeof given === 'string' || typeof given === 'number' ? String(given) : undefined;
}

/** What a saved view of the report keeps. */
export function viewKeysOf(view: ReportView, filters: readonly Filter[]): string[] {
  const shown = ['text', ...filters.flatMap(keysOf), ...Object.keys(followed), 'groupBy'];
  return [...shown.filter((key) => takes(view, key)), 'under', 'sort', 'hide'];
}
