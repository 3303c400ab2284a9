// A month of a practice for tests of billing runs: clients with jobs, and work on them, at 150.00 an hour.

import assert from 'node:assert/strict';
import { toItsEnd } from '#actions/billing-runs/testing/to-its-end.ts';
import { verifyFirm } from '#store/ledger/verify.ts';
import { createApiTest, type Answer, type ApiTestOptions } from './testing.ts';

export const month = { cutOffOn: '2026-03-31', invoicedOn: '2026-03-31', approval: 'immediately' };

export type Job = { readonly id: string; readonly taskId: string; readonly clientId: string };

export async function openMonth(jobCount: number, options: Pick<ApiTestOptions, 'mail'> = {}) {
  const api = await createApiTest({ now: '2026-04-02T02:00:00Z', ...options });
  const owner = api.as('owner');
  const { firm, database } = api;
  const faults: { readonly reference: string; readonly message: string }[] = [];
  const office = {
    database,
    clock: () => api.clock.now,
    report: (reference: string, error: unknown) =>
      void faults.push({ reference, message: (error as Error).message }),
  };

  async function made(path: string, body: object): Promise<Answer['body']> {
    const answer = await owner.post(path, body);
    assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    return answer.body;
  }

  const tax = await made('/taxes', {
    name: 'GST',
    rates: [{ effectiveFrom: '2020-01-01', components: [{ component: 'GST', percent: '15' }] }],
  });
  const settings = (await owner.get('/billing-settings')).body;
  await owner.patch('/billing-settings', { defaultTaxId: tax.id }, settings.version);

  async function worked(job: Job, minutes: number, workedOn = '2026-03-10'): Promise<string> {
    const entry = { jobId: job.id, jobTaskId: job.taskId, staffId: String(firm.staffId), workedOn, minutes };
    return (await made('/time-entries', { entries: [entry] })).entries[0].id;
  }

  async function jobOf(clientId: string, name: string): Promise<Job> {
    const tasks = [{ taskId: String(firm.taskId) }];
    const job = await made('/jobs', { clientId, name, stateId: String(firm.stateId), tasks });
    return { id: job.id, taskId: job.tasks[0].id, clientId };
  }

  const jobs: Job[] = [];
  for (let number = 0; number < jobCount; number += 1) {
    const client =
      number % 2 === 0
        ? await made('/clients', { name: `Client ${String(number).padStart(2, '0')}` })
        : { id: jobs.at(-1)!.clientId };
    const job = await jobOf(client.id, `Job ${String(number).padStart(2, '0')}`);
    await worked(job, 60 + 7 * number, '2026-03-05');
    await worked(job, 13 + number, '2026-03-30');
    jobs.push(job);
  }

  const run = {
    async rehearsed(rules: object = {}): Promise<Answer['body']> {
      return made('/billing-runs', { name: 'March', rules: { ...month, ...rules } });
    },
    async started({ id, version }: Answer['body'], body: object = {}): Promise<void> {
      const answer = await owner.post(`/billing-runs/${id}/start`, body, { 'if-match': `"${version}"` });
      assert.equal(answer.status, 202, answer.text);
    },
    /** As workers would; a few parts at a time. */
    async finished({ id }: Answer['body'], parts = 2): Promise<Answer['body']> {
      await toItsEnd(office, { firmId: firm.firmId, id: Number(id) }, parts);
      return run.read(id);
    },
    async read(id: string): Promise<Answer['body']> {
      return (await owner.get(`/billing-runs/${id}`)).body;
    },
    async units(id: string): Promise<Answer['body'][]> {
      return (await owner.get(`/billing-runs/${id}/units?limit=500`)).body.items;
    },
  };

  return {
    api,
    owner,
    office,
    /** What went wrong in the background. */
    faults,
    made,
    worked,
    jobOf,
    jobs,
    run,
    /** Every balance of every job, without what counts changes and says when the last was. */
    balances: () =>
      database.inFirm(firm.firmId, (tx) =>
        tx.query(
          `select to_jsonb(b) - array['version', 'last_billed_on', 'last_effective_on'] as balance from job_balance b where firm_id = $1 order by job_id`,
          [firm.firmId],
        ),
      ),
    /** What is open of every item, as it is. */
    openItems: () =>
      database.inFirm(firm.firmId, (tx) =>
        tx.query('select to_jsonb(o) as item from open_item o where firm_id = $1 order by job_id, item_id', [
          firm.firmId,
        ]),
      ),
    verified: async (): Promise<void> => assert.deepEqual(await verifyFirm(database, firm.firmId), []),
  };
}
