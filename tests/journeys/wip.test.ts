// What people do from Estimated Billings: bill a selection, write off and take it back, keep a view.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EstimatedBillings, EstimatedBillingsRow } from '#contract/reports/estimated-billings.ts';
import { assertAccessible, assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo();
const page = await demo.visitor({ viewport: { width: 1440, height: 900 } });
await signIn(page, demo.owner);

test('the jobs that are ticked are drafted, an invoice per client, each with its link, and Undo discards them', async () => {
  const [first, second] = await billable();
  await open('/wip?sort=-netWip&sign=positive');
  for (const { jobNumber } of [first, second]) await page.getByRole('checkbox', { name: jobNumber }).click();
  await page.getByRole('region', { name: 'Selected rows' }).getByText('2 jobs selected').waitFor();
  await assertAccessibleInBoth(page);
  await page.keyboard.press('i');
  const drawer = page.getByRole('dialog', { name: 'Draft invoices for 2 jobs' });
  await drawer.getByRole('list', { name: 'Invoices' }).waitFor();
  await assertAccessible(page);
  await drawer.getByRole('button', { name: 'Draft 2 invoices' }).click();
  await drawer.getByText('2 of 2 drafted').waitFor();
  const links = await drawer.getByRole('list', { name: 'Drafts' }).getByRole('link').all();
  assert.equal(links.length, 2);
  for (const link of links) assert.match((await link.getAttribute('href')) ?? '', /^\/invoices\/\d+$/);
  assert.equal(Number((await row(first.jobId)).onDraft) > 0, true);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('2 drafts discarded').waitFor();
  assert.equal(Number((await row(first.jobId)).onDraft), 0);
});

test('what cannot be drafted says why, and does not keep the others from it', async () => {
  const [first] = await billable();
  const { items } = await asked('sign=negative');
  const [ahead] = items.filter((each) => each.clientId !== first.clientId && each.emptyReason === null);
  assert.ok(ahead, 'the demo firm has a job that is invoiced ahead');
  await open('/wip');
  for (const { jobNumber } of [first, ahead]) await page.getByRole('checkbox', { name: jobNumber }).click();
  await page.getByRole('button', { name: 'Draft invoices…' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Draft 2 invoices' }).click();
  await drawer.getByText('1 of 2 drafted, 1 could not be').waitFor();
  await drawer.getByText(/less than nothing/).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Draft discarded').waitFor();
});

test('an entry is written off from the peek, by keyboard, and Undo restores it to the cent', async () => {
  const [first] = await billable();
  await open(`/wip?text=${first.jobNumber}`);
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  const peek = page.getByRole('dialog', { name: `${first.jobNumber} ${first.jobName}` });
  await peek.getByRole('rowheader', { name: 'Open', exact: true }).waitFor();
  await assertAccessible(page);
  await peek.getByRole('checkbox').first().focus();
  await page.keyboard.press('Space');
  await peek.getByRole('button', { name: 'Write off…' }).last().press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Write off', exact: true });
  await dialog.getByLabel('Note').fill('Our mistake');
  await page.keyboard.press('Control+Enter');
  await page.getByText(/written off$/).waitFor();
  assert.notEqual((await row(first.jobId)).netWip, first.netWip);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/is back as it was/).waitFor();
  assert.equal((await row(first.jobId)).netWip, first.netWip);
});

test('what was done stands in the log with what it posted, and is undone from there', async () => {
  const [first] = await billable();
  const response = await page.request.get(`/api/v1/reports/unbilled-detail?jobId=${first.jobId}`);
  const { items } = (await response.json()) as { items: { itemId: string; open: string; kind: string }[] };
  const item = items.find(({ kind, open: left }) => kind !== 'interim' && Number(left) > 1);
  const done = await page.request.post('/api/v1/write-offs', {
    headers: { 'Idempotency-Key': 'written-off-for-the-log' },
    data: { items: [{ itemId: item?.itemId, amount: '1.00' }], note: 'A courtesy' },
  });
  assert.equal(done.ok(), true, await done.text());
  await page.goto('/wip');
  await page.getByRole('link', { name: 'What was done' }).click();
  const line = page.locator('tbody tr', { hasText: 'A courtesy' });
  await line.waitFor();
  assert.match(await line.innerText(), /−1\.00/);
  await line.getByRole('link', { name: /Write-off/ }).click();
  await page.getByText('It stands').waitFor();
  await page.getByRole('table').getByRole('link', { name: first.jobNumber }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone', { exact: true }).waitFor();
  assert.equal((await row(first.jobId)).netWip, first.netWip);
});

test('a view keeps filters, groups and sorting, and comes back after a reload', async () => {
  await open('/wip?sign=positive&group=manager&sort=-netWip');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Save what shows as').fill('To bill by manager');
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Save the view' }).click();
  await page.getByRole('search').getByRole('button', { name: 'To bill by manager', exact: true }).waitFor();
  await open('/wip?sign=negative');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'To bill by manager', exact: true }).click();
  await page.waitForURL(
    ({ searchParams: at }) =>
      at.get('group') === 'manager' && at.get('sign') === 'positive' && at.has('sort'),
  );
  await page.getByRole('search').getByRole('button', { name: 'To bill by manager', exact: true }).click();
  await page.getByRole('button', { name: 'Remove the view To bill by manager' }).click();
  await page.getByText('View “To bill by manager” removed').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('View “To bill by manager” is back').waitFor();
});

async function open(path: string): Promise<void> {
  await page.goto(path);
  await page.locator('tbody tr[data-index="0"]').waitFor();
}

async function asked(query: string): Promise<EstimatedBillings> {
  const response = await page.request.get(`/api/v1/reports/estimated-billings?${query}`);
  assert.equal(response.status(), 200, await response.text());
  return (await response.json()) as EstimatedBillings;
}

async function row(jobId: string): Promise<EstimatedBillingsRow> {
  const { items } = await asked('limit=1000');
  const found = items.find((each) => each.jobId === jobId);
  assert.ok(found);
  return found;
}

/** Two jobs of different clients with work to bill, and nothing invoiced ahead or on drafts. */
async function billable(): Promise<[EstimatedBillingsRow, EstimatedBillingsRow]> {
  const { items } = await asked('sort=netWip&order=descending&sign=positive&limit=1000');
  const plain = items.filter(
    ({ interims, onDraft, uninvoicedQuote, currency }) =>
      Number(interims) === 0 && Number(onDraft) === 0 && uninvoicedQuote === null && currency === 'NZD',
  );
  const [first] = plain;
  const second = plain.find(({ clientId }) => clientId !== first?.clientId);
  assert.ok(first && second, 'the demo firm has plain jobs of two clients');
  return [first, second];
}
