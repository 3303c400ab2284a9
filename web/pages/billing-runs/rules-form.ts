// What the fields of a run's rules hold, and what the API takes for them.

import type { Rules } from '../../api/billing-runs.ts';
import { idsIn } from '../../form/EntitiesField.tsx';
import { orNull } from '../../form/words.ts';

/** A day by a rule such as 'endOfLastMonth', 'day' with the day beside it, or '' for none. */
export type DayRule = string;

export type RuleFields = {
  cutOff: DayRule;
  cutOffDay: string;
  invoiced: DayRule;
  invoicedDay: string;
  periodFrom: DayRule;
  periodFromDay: string;
  periodTo: DayRule;
  periodToDay: string;
  due: DayRule;
  dueDay: string;
  clientIds: string;
  jobIds: string;
  managerIds: string;
  partnerIds: string;
  categories: string;
  schedule: Rules['filters']['schedule'];
  minimumAmount: string;
  sign: Rules['filters']['sign'];
  carryYoungerThanDays: string;
  writeOffBelow: string;
  writeOffReasonId: string;
  interims: Rules['treatment']['interims'];
  finalWhenCompleted: boolean;
  quotedJobs: Rules['treatment']['quotedJobs'];
  grouping: Rules['grouping'];
  seriesId: string;
  templateId: string;
  layout: '' | NonNullable<Rules['layout']>;
  taxMode: '' | NonNullable<Rules['taxMode']>;
  approval: Rules['approval'];
  /** 'Name: reviewer', a line for each stage. */
  stages: string;
};

const dayNames = ['cutOff', 'invoiced', 'periodFrom', 'periodTo', 'due'] as const;
export type DayName = (typeof dayNames)[number];

/** The rules of a run or a definition; of none what a new one starts with. */
export function fieldsOfRules(given: Rules | undefined): RuleFields {
  const rules: Partial<Rules> = given ?? {};
  const filters: Partial<Rules['filters']> = rules.filters ?? {};
  const treatment: Partial<Rules['treatment']> = rules.treatment ?? {};
  const listed = (ids: readonly unknown[] | null | undefined) => (ids ?? []).map(String).join(',');
  const text = (value: string | number | null | undefined) =>
    value === null || value === undefined ? '' : String(value);
  return {
    ...dayFields('cutOff', rules.cutOffOn ?? 'endOfLastMonth'),
    ...dayFields('invoiced', rules.invoicedOn ?? 'endOfLastMonth'),
    ...dayFields('periodFrom', rules.periodFrom),
    ...dayFields('periodTo', rules.periodTo),
    ...dayFields('due', rules.dueOn),
    clientIds: listed(filters.clientIds),
    jobIds: listed(filters.jobIds),
    managerIds: listed(filters.managerIds),
    partnerIds: listed(filters.partnerIds),
    categories: (filters.categories ?? []).join(', '),
    schedule: filters.schedule ?? 'any',
    minimumAmount: text(filters.minimumAmount),
    sign: filters.sign ?? 'any',
    carryYoungerThanDays: text(treatment.carryYoungerThanDays),
    writeOffBelow: text(treatment.writeOffBelow),
    writeOffReasonId: text(treatment.writeOffReasonId),
    interims: treatment.interims ?? 'absorb',
    finalWhenCompleted: treatment.finalWhenCompleted ?? false,
    quotedJobs: treatment.quotedJobs ?? 'leave',
    grouping: rules.grouping ?? 'job',
    seriesId: text(rules.seriesId),
    templateId: text(rules.templateId),
    layout: rules.layout ?? '',
    taxMode: rules.taxMode ?? '',
    approval: rules.approval ?? 'afterReview',
    stages: (rules.reviewStages ?? []).map(({ name, reviewer }) => `${reviewer}:${name}`).join('\n'),
  };
}

function dayFields<Name extends DayName>(name: Name, rule: string | null | undefined) {
  const isDay = rule !== null && rule !== undefined && /^\d/.test(rule);
  return {
    [name]: isDay ? 'day' : (rule ?? ''),
    [`${name}Day`]: isDay ? rule : '',
  } as { [Key in Name | `${Name}Day`]: string };
}

export function rulesOf(fields: RuleFields): unknown {
  const day = (name: DayName) => {
    const rule = fields[name];
    return rule === 'day' ? fields[`${name}Day`] : orNull(rule);
  };
  const ids = (value: string) => (value === '' ? null : idsIn(value));
  const categories = fields.categories
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const { carryYoungerThanDays, writeOffBelow } = fields;
  return {
    cutOffOn: day('cutOff'),
    invoicedOn: day('invoiced'),
    periodFrom: day('periodFrom'),
    periodTo: day('periodTo'),
    dueOn: day('due'),
    seriesId: orNull(fields.seriesId),
    templateId: orNull(fields.templateId),
    layout: orNull(fields.layout),
    taxMode: orNull(fields.taxMode),
    filters: {
      clientIds: ids(fields.clientIds),
      jobIds: ids(fields.jobIds),
      managerIds: ids(fields.managerIds),
      partnerIds: ids(fields.partnerIds),
      categories: categories.length === 0 ? null : categories,
      schedule: fields.schedule,
      minimumAmount: orNull(fields.minimumAmount),
      sign: fields.sign,
    },
    treatment: {
      carryYoungerThanDays: carryYoungerThanDays === '' ? null : Number(carryYoungerThanDays),
      writeOffBelow: orNull(writeOffBelow),
      writeOffReasonId: writeOffBelow === '' ? null : orNull(fields.writeOffReasonId),
      interims: fields.interims,
      finalWhenCompleted: fields.finalWhenCompleted,
      quotedJobs: fields.quotedJobs,
    },
    grouping: fields.grouping,
    approval: fields.approval,
    reviewStages: fields.approval === 'immediately' ? [] : stagesOf(fields.stages),
  };
}

export type Stage = Rules['reviewStages'][number];

export function stagesOf(text: string): Stage[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const end = line.indexOf(':');
      return { reviewer: line.slice(0, end) as Stage['reviewer'], name: line.slice(end + 1) };
    });
}

export function textOfStages(stages: readonly Stage[]): string {
  return stages.map(({ name, reviewer }) => `${reviewer}:${name}`).join('\n');
}

/** Where the API has the fields. */
export const rulePaths: Partial<Record<keyof RuleFields, string>> = {
  cutOff: 'rules.cutOffOn',
  invoiced: 'rules.invoicedOn',
  periodFrom: 'rules.periodFrom',
  periodTo: 'rules.periodTo',
  due: 'rules.dueOn',
  clientIds: 'rules.filters.clientIds',
  jobIds: 'rules.filters.jobIds',
  managerIds: 'rules.filters.managerIds',
  partnerIds: 'rules.filters.partnerIds',
  categories: 'rules.filters.categories',
  minimumAmount: 'rules.filters.minimumAmount',
  carryYoungerThanDays: 'rules.treatment.carryYoungerThanDays',
  writeOffBelow: 'rules.treatment.writeOffBelow',
  writeOffReasonId: 'rules.treatment.writeOffReasonId',
  seriesId: 'rules.seriesId',
  templateId: 'rules.templateId',
  stages: 'rules.reviewStages',
};

/** What the schema of the body cannot say at the field that it is about. */
export function checkRules(fields: RuleFields): Partial<Record<keyof RuleFields, string>> {
  const { carryYoungerThanDays: days, writeOffBelow, writeOffReasonId } = fields;
  const missing = dayNames.filter((name) => fields[name] === 'day' && fields[`${name}Day`] === '');
  return {
    ...Object.fromEntries(missing.map((name) => [`${name}Day`, 'Which day?'])),
    ...(days !== '' && !/^[1-9]\d{0,3}$/.test(days)
      ? { carryYoungerThanDays: 'A number of days, such as 5.' }
      : {}),
    ...(writeOffBelow !== '' && writeOffReasonId === ''
      ? { writeOffReasonId: 'A write-off needs a reason.' }
      : {}),
    ...(stagesOf(fields.stages).some(({ name }) => name.trim() === '')
      ? { stages: 'Each stage needs a name.' }
      : {}),
  };
}
