// Tax on invoices: what is typed with tax prints as typed, what comes from work is taxed on top, and WIP never sees tax.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiTest, type Answer } from './testing.ts';

const api = await createApiTest();
const { firm } = api;
const owner = api.as('owner');
const jobId = String(firm.jobId);
const clientId = String(firm.clientId);

const addTax = async (name: string, percent: string, from = '2020-01-01'): Promise<string> => {
  const rates = [{ effectiveFrom: from, components: [{ component: name, percent }] }];
  const made = await owner.post('/taxes', { name, rates });
  assert.equal(made.status, 201, made.text);
  return made.body.id;
};
const gst = await addTax('Sales tax', '15');
const low = await addTax('Low rate', '5');
const settings = await owner.get('/billing-settings');
await owner.patch('/billing-settings', { defaultTaxId: gst, taxMode: 'exclusive' }, settings.body.version);

async function addHours(hours: number): Promise<string> {
  const entry = {
    jobId,
    jobTaskId: String(firm.jobTaskId),
    staffId: String(firm.staffId),
    workedOn: '2026-03-10',
  };
  const made = await owner.post('/time-entries', { entries: [{ ...entry, minutes: hours * 60 }] });
  return made.body.entries[0].id;
}

async function preview(job: object, more: object = {}): Promise<Answer['body']> {
  const answer = await owner.post('/invoices/preview', {
    clientId,
    type: 'progress',
    basis: 'actual',
    jobs: [{ jobId, ...job }],
    ...more,
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

const totalsOf = ({ total, tax, totalWithTax }: Record<string, string>) => [total, tax, totalWithTax];

test("the firm's tax is on top of work, and each line says which", async () => {
  const entries = [{ itemId: await addHours(2), treatment: 'bill' }];
  const shown = await preview({ entries });
  assert.deepEqual(totalsOf(shown), ['300.00', '45.00', '345.00']);
  assert.equal(shown.lines[0].taxId, gst);
  assert.deepEqual(shown.taxes, [
    { taxId: gst, name: 'Sales tax', component: 'Sales tax', rate: '15', base: '300.00', tax: '45.00' },
  ]);
  assert.equal(shown.jobs[0].billed, '300.00');
});

test('a line typed with tax prints as typed', async () => {
  const lines = [
    { kind: 'cost', description: 'Plots', amount: '10.00' },
    { kind: 'cost', description: 'A book', amount: '20.00', taxId: low },
    { kind: 'cost', description: 'A stamp', amount: '3.00', taxId: null },
  ];
  const shown = await preview({ lines }, { taxMode: 'inclusive' });
  assert.deepEqual(
    shown.lines.map((line: { amount: string; tax: string }) => [line.amount, line.tax]),
    [
      ['8.70', '1.30'],
      ['19.05', '0.95'],
      ['3.00', '0.00'],
    ],
  );
  assert.equal(shown.totalWithTax, '33.00');
  assert.equal(shown.jobs[0].writtenOn, shown.total);
});

test('a fixed total typed with tax is met to the cent, also over lines of several taxes', async () => {
  const entries = [{ itemId: await addHours(3), treatment: 'bill' }];
  const one = await preview({ entries }, { taxMode: 'inclusive', pricing: 'fixed', fixedTotal: '500.00' });
  assert.deepEqual(totalsOf(one), ['434.78', '65.22', '500.00']);

  const lines = [{ kind: 'cost', description: 'A book', amount: '21.00', taxId: low }];
  const two = await preview(
    { entries, lines },
    { taxMode: 'inclusive', pricing: 'fixed', fixedTotal: '500.00' },
  );
  assert.equal(two.totalWithTax, '500.00');
  assert.equal(two.lines.find((line: { typed: boolean }) => line.typed).amount, '20.00');
});

test('a client that is exempt has no tax, unless a line is given one', async () => {
  const client = await owner.get(`/clients/${clientId}`);
  const exempt = await owner.patch(`/clients/${clientId}`, { taxExempt: true }, client.body.version);
  assert.equal(exempt.status, 200, exempt.text);
  const entries = [{ itemId: await addHours(1), treatment: 'bill' }];
  const shown = await preview({ entries });
  assert.equal(shown.tax, '0.00');
  const set = await preview({ entries }, { lineSettings: [{ key: shown.lines[0].key, taxId: low }] });
  assert.equal(set.tax, '7.50');
  await owner.patch(`/clients/${clientId}`, { taxExempt: false }, exempt.body.version);
});

test('without tax there is none, whatever was set', async () => {
  const entries = [{ itemId: await addHours(1), treatment: 'bill' }];
  const shown = await preview({ entries }, { taxMode: 'none' });
  assert.deepEqual(totalsOf(shown), ['150.00', '0.00', '150.00']);
  assert.equal(shown.lines[0].taxId, null);
});

test('a rate that changes between drawing up and approving is told before anything is posted', async () => {
  const changing = await addTax('Changing', '10');
  const made = await owner.post('/invoices', {
    clientId,
    type: 'progress',
    basis: 'miscellaneous',
    lines: [{ kind: 'cost', description: 'A course', amount: '100.00', taxId: changing }],
  });
  assert.equal(made.body.tax, '10.00', made.text);
  const tax = await owner.get(`/taxes/${changing}`);
  const rates = [{ effectiveFrom: '2020-01-01', components: [{ component: 'Changing', percent: '12' }] }];
  const changed = await owner.put(`/taxes/${changing}`, { name: 'Changing', rates }, tax.body.version);
  assert.equal(changed.status, 200, changed.text);
  const refused = await owner.post(`/invoices/${made.body.id}/approval`, {
    fingerprint: made.body.fingerprint,
  });
  assert.equal(refused.status, 409);
  assert.match(refused.body.errors[0].detail, /tax was 10\.00 and is 12\.00/);
});

test('a tax that the firm does not have, or that has no rate on the day, is refused at its field', async () => {
  const later = await addTax('Later', '15', '2026-12-01');
  const lines = (taxId: string) => [{ kind: 'cost', description: 'A course', amount: '1.00', taxId }];
  const ask = (taxId: string) =>
    owner.post('/invoices/preview', {
      clientId,
      type: 'progress',
      basis: 'miscellaneous',
      lines: lines(taxId),
    });
  const unknown = await ask('99999');
  assert.equal(unknown.body.errors[0].field, 'lines[0].taxId', unknown.text);
  const early = await ask(later);
  assert.match(early.text, /Later has no rate on 2026-03-31/);
});

async function approved(job: object, more: object = {}): Promise<Answer['body']> {
  const made = await owner.post('/invoices', {
    clientId,
    type: 'progress',
    jobs: [{ jobId, ...job }],
    ...more,
  });
  assert.equal(made.status, 201, made.text);
  const { id, fingerprint } = made.body;
  const answer = await owner.post(`/invoices/${id}/approval`, { fingerprint });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

const interimOf = async (): Promise<string> => {
  const answer = await owner.get(`/billable?jobIds=${jobId}`);
  return answer.body.items[0].items.findLast((item: { kind: string }) => item.kind === 'interim').itemId;
};

const linesOf = ({ lines }: Answer['body']) =>
  lines.map((line: Record<string, string>) => [line.kind, line.amount, line.tax]);

test('a deposit that was invoiced without tax takes none off when it is absorbed', async () => {
  const lineSettings = [{ key: `deposit:${jobId}`, taxId: null }];
  const deposit = await approved({ deposit: { amount: '100.00' } }, { basis: 'deposit', lineSettings });
  assert.equal(deposit.tax, '0.00');
  const entries = [{ itemId: await addHours(2), treatment: 'bill' }];
  const interims = [{ itemId: await interimOf() }];
  const shown = await preview({ entries, interims });
  assert.deepEqual(linesOf(shown), [
    ['task', '300.00', '45.00'],
    ['interim', '-100.00', '0.00'],
  ]);

  const key = shown.lines[1].key;
  const set = await preview({ entries, interims }, { lineSettings: [{ key, taxId: low }] });
  assert.deepEqual(linesOf(set)[1], ['interim', '-100.00', '-5.00']);
});

test('a deposit with another tax than the usual one takes off that one', async () => {
  const lineSettings = [{ key: `deposit:${jobId}`, taxId: low }];
  const deposit = await approved({ deposit: { amount: '200.00' } }, { basis: 'deposit', lineSettings });
  assert.equal(deposit.tax, '10.00');
  const entries = [{ itemId: await addHours(2), treatment: 'bill' }];
  const shown = await preview({ entries, interims: [{ itemId: await interimOf() }] });
  assert.deepEqual(linesOf(shown)[1], ['interim', '-200.00', '-10.00']);
});

test('what is held back has the taxes of what it is held back of', async () => {
  const entries = [{ itemId: await addHours(2), treatment: 'bill' }];
  const task = `task:${firm.jobTaskId}`;
  const untaxed = await preview(
    { entries, retention: { amount: '30.00' } },
    { lineSettings: [{ key: task, taxId: null }] },
  );
  assert.equal(untaxed.tax, '0.00');

  const lines = [{ kind: 'cost', description: 'Stamps', amount: '100.00', taxId: null }];
  const mixed = await preview({ entries, lines, retention: { amount: '40.00' } });
  assert.deepEqual(linesOf(mixed), [
    ['task', '300.00', '45.00'],
    ['cost', '100.00', '0.00'],
    ['retention', '-30.00', '-4.50'],
    ['retention', '-10.00', '0.00'],
  ]);
});

/** A job of a quote of 1,000.00 under the usual tax and 1,000.00 without. */
async function jobOfTwoTaxes(number: string) {
  const job = await owner.post('/jobs', { clientId, number, name: 'Of two taxes' });
  const drawn = await owner.post('/quotes', {
    clientId,
    jobId: job.body.id,
    name: 'Of two taxes',
    lines: [
      { kind: 'cost', description: 'Plans', quantity: '1', unitPrice: '1000.00' },
      { kind: 'cost', description: 'Fees of the council', quantity: '1', unitPrice: '1000.00', taxId: null },
    ],
  });
  const version = (body: Answer['body']) => ({ 'if-match': `"${body.version}"` });
  const issued = await owner.post(`/quotes/${drawn.body.id}/issue`, {}, version(drawn.body));
  const accepted = await owner.post(`/quotes/${drawn.body.id}/acceptance`, {}, version(issued.body));
  assert.equal(accepted.status, 200, accepted.text);
  return { ofJob: { jobId: job.body.id as string }, issued };
}

test('a deposit on a quote of several taxes has each of them, and takes them off again', async () => {
  const { ofJob } = await jobOfTwoTaxes('Deposit');
  const half = { ...ofJob, deposit: { percentOfQuote: '50' } };
  const shown = await preview(half, { basis: 'deposit' });
  assert.deepEqual(linesOf(shown), [
    ['deposit', '500.00', '75.00'],
    ['deposit', '500.00', '0.00'],
  ]);
  const typed = await preview({ ...ofJob, deposit: { amount: '300.00' } }, { basis: 'deposit' });
  assert.equal(typed.tax, '22.50');
  const withTax = { basis: 'deposit', taxMode: 'inclusive' };
  const gross = await preview({ ...ofJob, deposit: { amount: '230.00' } }, withTax);
  assert.deepEqual(totalsOf(gross), ['200.00', '30.00', '230.00']);
  const set = [{ key: `deposit:${ofJob.jobId}`, taxId: low }];
  assert.equal((await preview(half, { basis: 'deposit', lineSettings: set })).tax, '50.00');

  const deposit = await approved(half, { basis: 'deposit' });
  assert.deepEqual(totalsOf(deposit), ['1000.00', '75.00', '1075.00']);
  const last = await approved(
    { ...ofJob, claims: 'all', interims: 'all' },
    { basis: 'quoted', type: 'final' },
  );
  assert.deepEqual(linesOf(last), [
    ['quote', '1000.00', '150.00'],
    ['quote', '1000.00', '0.00'],
    ['interim', '-500.00', '-75.00'],
    ['interim', '-500.00', '0.00'],
  ]);
});

test('claims of a quote of several taxes take each of them off again, less what was credited', async () => {
  const { ofJob, issued } = await jobOfTwoTaxes('Mixed');
  const claims = issued.body.lines.map(({ id }: { id: string }) => ({ quoteLineId: id, percent: '50' }));
  const whole = await preview(ofJob, { basis: 'quoted', pricing: 'fixed', fixedTotal: '500.00' });
  assert.deepEqual(linesOf(whole), [
    ['quote', '250.00', '37.50'],
    ['quote', '250.00', '0.00'],
  ]);

  const progress = await approved({ ...ofJob, claims }, { basis: 'quoted' });
  assert.deepEqual(totalsOf(progress), ['1000.00', '75.00', '1075.00']);
  const lines = [{ lineNumber: 2, amount: '250.00', destination: 'wip' }];
  const credited = await owner.post(`/invoices/${progress.id}/credit-notes`, { reason: 'Too much', lines });
  assert.equal(credited.status, 201, credited.text);
  const last = await approved(
    { ...ofJob, claims: 'all', interims: 'all' },
    { basis: 'quoted', type: 'final' },
  );
  assert.deepEqual(linesOf(last), [
    ['quote', '1000.00', '150.00'],
    ['quote', '1000.00', '0.00'],
    ['interim', '-500.00', '-75.00'],
    ['interim', '-250.00', '0.00'],
  ]);
  const cancelled = await owner.post(`/invoices/${last.id}/cancellation`, { reason: 'A try' });
  assert.equal(cancelled.status, 200, cancelled.text);
});
