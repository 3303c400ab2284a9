// The records that a person picks from, wherever one is picked: how they are found, what they are called, and how the one
// that is chosen already gets its name.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { client } from '#contract/clients/clients.ts';
import type { contact } from '#contract/contacts/contacts.ts';
import type { jobState, reason } from '#contract/firms/lists.ts';
import type { jobTask } from '#contract/jobs/job-tasks.ts';
import type { listedJob } from '#contract/jobs/jobs.ts';
import type { series } from '#contract/billing-settings/number-series.ts';
import type { tax } from '#contract/billing-settings/taxes.ts';
import type { template } from '#contract/billing-settings/templates.ts';
import type { staffMember } from '#contract/staff/staff.ts';
import type { task } from '#contract/tasks/tasks.ts';
import type { ListPage, ListQuestion } from '../api/resource.ts';
import { resourceQuery } from '../api/resource.ts';

export type EntitySource<Row> = {
  /** As it stands in a sentence: 'Find a client'. */
  readonly word: string;
  readonly path: string;
  readonly labelOf: (row: Row) => string;
  readonly noteOf?: (row: Row) => string | null;
  /** What is asked besides, such as to leave out what is archived. */
  readonly question?: ListQuestion;
  /** A short list that is answered whole: narrowed here, and no record has an address of its own. */
  readonly isWhole?: boolean;
};

type Identified = { id: string };

export const clientSource: EntitySource<z.input<typeof client>> = {
  word: 'client',
  path: '/clients',
  labelOf: ({ name }) => name,
  noteOf: ({ currency }) => currency,
  question: { archived: 'false' },
};

export const contactSource: EntitySource<z.input<typeof contact>> = {
  word: 'contact',
  path: '/contacts',
  labelOf: ({ name }) => name,
  noteOf: ({ email, clientName }) => email ?? clientName,
};

export const jobSource: EntitySource<z.input<typeof listedJob>> = {
  word: 'job',
  path: '/jobs',
  labelOf: ({ number, name }) => `${number} ${name}`,
  noteOf: ({ clientName }) => clientName,
};

export const jobTaskSource: EntitySource<z.input<typeof jobTask>> = {
  word: 'task',
  path: '/job-tasks',
  labelOf: ({ name, label }) => (label === null ? name : `${name}: ${label}`),
  noteOf: ({ billable }) => (billable ? null : 'not billable'),
};

export const taskSource: EntitySource<z.input<typeof task>> = {
  word: 'task',
  path: '/tasks',
  labelOf: ({ name }) => name,
  question: { archived: 'false' },
};

export const staffSource: EntitySource<z.input<typeof staffMember>> = {
  word: 'staff member',
  path: '/staff',
  labelOf: ({ name }) => name,
  noteOf: ({ code }) => code,
  question: { active: 'true' },
};

export const reasonSource: EntitySource<z.input<typeof reason>> = {
  word: 'reason',
  path: '/adjustment-reasons',
  labelOf: ({ name }) => name,
  isWhole: true,
};

export const jobStateSource: EntitySource<z.input<typeof jobState>> = {
  word: 'state',
  path: '/job-states',
  labelOf: ({ name }) => name,
  isWhole: true,
};

export const taxSource: EntitySource<z.input<typeof tax>> = {
  word: 'tax',
  path: '/taxes',
  labelOf: ({ name }) => name,
  noteOf: ({ rates }) => percentOf(rates),
  isWhole: true,
};

export const templateSource: EntitySource<z.input<typeof template>> = {
  word: 'template',
  path: '/document-templates',
  labelOf: ({ name }) => name,
  isWhole: true,
};

export const seriesSource: EntitySource<z.input<typeof series>> = {
  word: 'number series',
  path: '/number-series',
  labelOf: ({ name }) => name,
  noteOf: ({ nextNumber }) => nextNumber,
  isWhole: true,
};

export type EntityChoice = { value: string; label: string; note: string | null };

const choicesMax = 40;

/** What fits what was typed. `question` narrows it further, such as to the jobs of a client. */
export function useEntityChoices<Row extends Identified>(
  source: EntitySource<Row>,
  { typed, asks, question }: { typed: string; asks: boolean; question?: ListQuestion | undefined },
) {
  const asked = source.isWhole
    ? { ...source.question, ...question }
    : { ...source.question, ...question, search: typed === '' ? undefined : typed, limit: choicesMax };
  const { data, isPending, isFetching } = useQuery({
    ...resourceQuery<ListPage<Row>>(source.path, asked, { staleMs: 30_000 }),
    enabled: asks,
    placeholderData: keepPreviousData,
  });
  const rows = (data?.items ?? []).filter((row) => !('archived' in row) || row.archived !== true);
  const wanted = typed.toLowerCase();
  const fitting = source.isWhole
    ? rows.filter((row) => source.labelOf(row).toLowerCase().includes(wanted))
    : rows;
  const choices = fitting.map((row) => choiceOf(source, row));
  return { choices, rows, isPending: asks && isPending, isFetching, isCut: fitting.length >= choicesMax };
}

/** The name of the record with this id; undefined until it is known. */
export function useEntityLabel<Row extends Identified>(
  source: EntitySource<Row>,
  id: string | null | undefined,
): string | undefined {
  const isAsked = id !== null && id !== undefined && id !== '';
  const whole = useQuery({
    ...resourceQuery<ListPage<Row>>(source.path, source.question ?? {}, { staleMs: 30_000 }),
    enabled: isAsked && source.isWhole === true,
  });
  const one = useQuery({
    ...resourceQuery<Row>(`${source.path}/${id ?? ''}`, {}, { staleMs: 30_000 }),
    enabled: isAsked && source.isWhole !== true,
  });
  if (!isAsked) return undefined;
  const row = source.isWhole ? whole.data?.items.find((each) => each.id === id) : one.data;
  return row && source.labelOf(row);
}

function choiceOf<Row extends Identified>(source: EntitySource<Row>, row: Row): EntityChoice {
  return { value: row.id, label: source.labelOf(row), note: source.noteOf?.(row) ?? null };
}

function percentOf(rates: z.input<typeof tax>['rates']): string | null {
  const components = rates.at(-1)?.components ?? [];
  return components.length === 0 ? null : components.map(({ percent }) => `${percent} %`).join(' + ');
}
