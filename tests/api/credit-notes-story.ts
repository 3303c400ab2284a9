// What stories of credit notes, cancelled invoices and payments have in common: jobs with work, invoices of it, and what
// stands afterwards. A firm of its own per test file, taxed at 15 %.

import assert from 'node:assert/strict';
import { verifyFirm } from '#store/ledger/verify.ts';
import { createApiTest, type Answer, type ApiCaller, type ApiTest } from './testing.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers as it expects them
type Body = any;

export type Job = { jobId: string; jobTaskId: string; clientId: string };

export async function beginStory() {
  const api = await createApiTest({ now: '2026-03-31T02:00:00Z' });
  const bookkeeper = api.as('bookkeeper');
  await setTax(api);
  return { api, bookkeeper, ...jobsOf(api), ...invoicesOf(bookkeeper), ...standOf(api, bookkeeper) };
}

async function setTax({ database, firm }: ApiTest): Promise<void> {
  await database.inFirm(firm.firmId, async (tx) => {
    const [tax] = await tx.query<{ id: number }>(
      `insert into tax (firm_id, name) values ($1, 'GST on sales') returning id`,
      [firm.firmId],
    );
    await tx.query(
      `insert into tax_rate (firm_id, tax_id, effective_from, component, rate_millionths)
       values ($1, $2, '2000-01-01', 'GST', 150000)`,
      [firm.firmId, tax!.id],
    );
    await tx.query('update billing_settings set default_tax_id = $2 where firm_id = $1', [
      firm.firmId,
      tax!.id,
    ]);
  });
}

function jobsOf(api: ApiTest) {
  const { database, firm } = api;
  const owner = api.as('owner');
  let made = 0;
  const add = async (path: string, body: object): Promise<Body> => {
    const answer = await owner.post(path, body);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  /** A job of a new client, or of this one. */
  const newJob = async (client?: string): Promise<Job> => {
    made += 1;
    const clientId = client ?? (await add('/clients', { name: `Client ${made}` })).id;
    return database.inFirm(firm.firmId, async (tx) => {
      const [job] = await tx.query<{ id: number }>(
        `insert into job (firm_id, number, name, client_id, currency, state_id)
         values ($1, $2, $2, $3, 'NZD', $4) returning id`,
        [firm.firmId, `C${made}`, Number(clientId), firm.stateId],
      );
      const [task] = await tx.query<{ id: number }>(
        `insert into job_task (firm_id, job_id, task_id, name) values ($1, $2, $3, 'Design') returning id`,
        [firm.firmId, job!.id, firm.taskId],
      );
      return { jobId: String(job!.id), jobTaskId: String(task!.id), clientId };
    });
  };
  const addTime = async (
    { jobId, jobTaskId }: Job,
    minutes: number,
    workedOn = '2026-03-10',
  ): Promise<string> => {
    const entry = { jobId, jobTaskId, staffId: String(firm.staffId), workedOn, minutes };
    return (await add('/time-entries', { entries: [entry] })).entries[0].id;
  };
  const addCost = async ({ jobId }: Job, unitPrice: string, quantity = '1'): Promise<string> => {
    const cost = {
      jobId,
      incurredOn: '2026-03-10',
      description: 'Courier',
      quantity,
      unitCost: '1.00',
      unitPrice,
    };
    return (await add('/cost-entries', { costs: [{ ...cost, billable: true, actual: true }] })).costs[0].id;
  };
  return { newJob, addTime, addCost };
}

function invoicesOf(bookkeeper: ApiCaller) {
  /** Drafts an invoice of a job and approves it. */
  const invoice = async (job: Job, said: object, head: object = {}): Promise<Body> => {
    const content = {
      type: 'progress',
      basis: 'actual',
      invoicedOn: '2026-03-20',
      pricing: 'calculated',
      ...head,
    };
    const draft = await bookkeeper.post('/invoices', {
      clientId: job.clientId,
      ...content,
      jobs: [{ jobId: job.jobId, ...said }],
    });
    assert.equal(draft.status, 201, draft.text);
    const approved = await bookkeeper.post(`/invoices/${draft.body.id}/approval`, {
      fingerprint: draft.body.fingerprint,
    });
    assert.equal(approved.status, 200, approved.text);
    return approved.body;
  };
  const cancel = (id: string, reason = 'A mistake') =>
    bookkeeper.post(`/invoices/${id}/cancellation`, { reason });
  const credit = (id: string, terms: object = {}) =>
    bookkeeper.post(`/invoices/${id}/credit-notes`, { reason: 'Agreed', lines: 'all', ...terms });
  const credited = async (id: string, terms: object = {}): Promise<Body> => {
    const answer = await credit(id, terms);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const cancelCredit = (id: string) =>
    bookkeeper.post(`/credit-notes/${id}/cancellation`, { reason: 'A mistake' });
  return { invoice, cancel, credit, credited, cancelCredit };
}

function standOf(api: ApiTest, bookkeeper: ApiCaller) {
  const { database, firm } = api;
  const rows = <Row extends object>(sql: string, ...params: unknown[]) =>
    database.inFirm(firm.firmId, (tx) => tx.query<Row>(sql, [firm.firmId, ...params]));
  /** Net WIP of a job, in units with cents. */
  const netWip = async ({ jobId }: Job): Promise<number> => {
    const [row] = await rows<{ minor: bigint }>(
      `select wip_time_minor + wip_cost_minor + interim_minor as minor from job_balance where firm_id = $1 and job_id = $2`,
      Number(jobId),
    );
    return Number(row?.minor ?? 0n) / 100;
  };
  /** What is open of each item of a job: value and quantity. */
  const openOf = async ({ jobId }: Job): Promise<Record<string, [number, number]>> => {
    const found = await rows<{ id: bigint; minor: bigint; quantity: number }>(
      `select item_id as id, open_minor as minor, open_quantity as quantity from open_item
       where firm_id = $1 and job_id = $2 order by item_id`,
      Number(jobId),
    );
    return Object.fromEntries(found.map(({ id, minor, quantity }) => [id, [Number(minor) / 100, quantity]]));
  };
  /** Everything that is kept of a job except when it was touched. */
  const balanceOf = async ({ jobId }: Job): Promise<string> => {
    const [row] = await rows(
      `select wip_time_minor, wip_cost_minor, interim_minor, recorded_time_minor, recorded_cost_minor, billed_minor,
         written_off_minor, written_on_minor, uninvoiced_quote_minor, quoted_minor
       from job_balance where firm_id = $1 and job_id = $2`,
      Number(jobId),
    );
    return JSON.stringify(row, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
  };
  const read = async (path: string): Promise<Body> => {
    const answer = await bookkeeper.get(path);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const pay = (clientId: string, amount: string, more: object = {}): Promise<Answer> =>
    bookkeeper.post('/payments', { clientId, amount, ...more });
  const verified = async () => assert.deepEqual(await verifyFirm(database, firm.firmId), []);
  return { rows, netWip, openOf, balanceOf, read, pay, verified };
}
