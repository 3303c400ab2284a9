// What the jobs of a report are and what their clients, people and states are called, for reports that are put together in
// Node: each name is read once, however many jobs have it.

import type { EstimatedBillingsRow } from './billing-page.ts';

export type Job = Pick<
  EstimatedBillingsRow,
  'jobNumber' | 'jobName' | 'clientId' | 'managerId' | 'partnerId' | 'stateId' | 'category' | 'currency'
> & { id: number };
export type Named = { id: number; name: string };
type State = Named & { type: EstimatedBillingsRow['stateType'] };

/** $1 is the firm, $2 the jobs. */
export const jobsOf = `
  select j.id, j.number as "jobNumber", j.name as "jobName", j.client_id as "clientId", j.manager_id as "managerId",
    j.partner_id as "partnerId", j.state_id as "stateId", j.category, j.currency
  from job j where j.firm_id = $1 and j.id = any ($2::int[])`;

export const named = (table: 'client' | 'staff' | 'job_state') =>
  `select id, name from ${table} where firm_id = $1 and id = any ($2)`;
const states = 'select id, name, type from job_state where firm_id = $1';

export type Names = {
  readonly clients: ReadonlyMap<number, Named>;
  readonly staff: ReadonlyMap<number, Named>;
  readonly states: ReadonlyMap<number, State>;
};

/** Three statements, which answer what namesFound makes of them. */
export function namesAsked(firmId: number, jobs: Iterable<Job>) {
  const clientIds = new Set<number>();
  const staffIds = new Set<number>();
  for (const { clientId, managerId, partnerId } of jobs) {
    clientIds.add(clientId);
    if (managerId !== null) staffIds.add(managerId);
    if (partnerId !== null) staffIds.add(partnerId);
  }
  return [
    { name: 'billings: clients', sql: named('client'), parameters: [firmId, [...clientIds]] },
    { name: 'billings: staff', sql: named('staff'), parameters: [firmId, [...staffIds]] },
    { name: 'billings: states', sql: states, parameters: [firmId] },
  ];
}

export function namesFound([clients, staff, found]: readonly object[][]): Names {
  return {
    clients: byId(clients as Named[]),
    staff: byId(staff as Named[]),
    states: byId(found as State[]),
  };
}

export function byId<Row extends { id: number }>(rows: readonly Row[]): Map<number, Row> {
  const found = new Map<number, Row>();
  for (const row of rows) found.set(row.id, row);
  return found;
}

/** What a row has beside what its job tells; its WIP of the newest age is what the older ones leave. */
type Figures = Pick<
  EstimatedBillingsRow,
  | 'wipTimeMinor'
  | 'wipCostMinor'
  | 'interimsMinor'
  | 'onDraftMinor'
  | 'lastActivityOn'
  | 'lastBilledOn'
  | 'emptyReason'
> & {
  readonly quoteMinor: bigint | null;
  readonly one: bigint;
  readonly two: bigint;
  readonly more: bigint;
};

/** Written out, since thousands of rows put together from parts take several times as long. */
export function rowOfJob(job: Job, names: Names, figures: Figures): EstimatedBillingsRow {
  const { managerId, partnerId } = job;
  const { wipTimeMinor, wipCostMinor, interimsMinor, one, two, more } = figures;
  const state = names.states.get(job.stateId)!;
  const wipMinor = wipTimeMinor + wipCostMinor;
  return {
    jobId: job.id,
    jobNumber: job.jobNumber,
    jobName: job.jobName,
    clientId: job.clientId,
    clientName: names.clients.get(job.clientId)!.name,
    managerId,
    managerName: managerId === null ? null : names.staff.get(managerId)!.name,
    partnerId,
    partnerName: partnerId === null ? null : names.staff.get(partnerId)!.name,
    stateId: job.stateId,
    stateName: state.name,
    stateType: state.type,
    category: job.category,
    currency: job.currency,
    wipTimeMinor,
    wipCostMinor,
    interimsMinor,
    netWipMinor: wipMinor + interimsMinor,
    uninvoicedQuoteMinor: figures.quoteMinor,
    onDraftMinor: figures.onDraftMinor,
    ageCurrentMinor: wipMinor - one - two - more,
    ageOneMonthMinor: one,
    ageTwoMonthsMinor: two,
    ageThreeMonthsPlusMinor: more,
    lastActivityOn: figures.lastActivityOn,
    lastBilledOn: figures.lastBilledOn,
    emptyReason: figures.emptyReason,
  };
}
