// An hour on its way to the bank, through the hands of everybody it passes: staff record it, the manager of the job draws up
// the invoice, the bookkeeper approves, sends and sees it paid, the owner and the auditor find it again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openDemo, signIn, type SignIn } from './demo.ts';

const demo = await openDemo({ works: true });
const today = '2026-11-18T03:00:00Z';
let job = '';
let draft = '';
let invoice = '';
let number = '';

async function person(who: SignIn): Promise<Page> {
  const page = await demo.visitor({ viewport: { width: 1440, height: 900 } });
  await page.clock.setSystemTime(today);
  await signIn(page, who);
  return page;
}

test('a staff member signs in, finds the week, and records an hour and a quarter', async () => {
  const page = await person(demo.staff);
  await page.waitForURL('**/timesheet');
  await page.goto('/timesheet?day=2026-11-04');
  const row = page.getByRole('row').filter({ hasText: 'KL0' }).first();
  await row.waitFor();
  const name = /KL\d+/.exec(await row.innerText())?.[0] ?? '';
  const cell = row.locator('input[data-day="6"]');
  await cell.fill('1:15');
  await page.keyboard.press('Enter');
  await page.getByText('All saved').waitFor();
  job = await page.evaluate(async (number) => {
    const session = await (await fetch('/api/v1/session')).json();
    const week = await (await fetch(`/api/v1/timesheets/${session.firm.staffId}/2026-11-04`)).json();
    return week.rows.find((each: { jobNumber: string }) => each.jobNumber === number).jobId;
  }, name);
  await page.goto(`/jobs/${job}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await page.getByText('Net WIP').count(), 0, 'staff see jobs without money');
  for (const address of ['/wip', '/invoices/new', '/imports']) {
    await page.goto(address);
    await page.getByRole('heading', { name: 'This page is not part of your role', level: 1 }).waitFor();
  }
  await page.context().close();
});

test('a project manager sees what the job has open and draws up its invoice, which another approves', async () => {
  const page = await person(demo.manager);
  await page.goto(`/jobs/${job}?tab=time`);
  await page.getByText('1.25').first().waitFor();
  await page
    .getByRole('button', { name: 'New invoice' })
    .or(page.getByRole('link', { name: 'New invoice' }))
    .click();
  await page.waitForURL(/\/invoices\/new/);
  await page.locator('[data-treatment="bill"]').first().waitFor();
  await page.getByLabel('Reference').fill('PO 2208');
  await page.getByText('Draft saved').waitFor();
  draft = /draft=(\d+)/.exec(page.url())?.[1] ?? '';
  assert.equal(await page.getByRole('button', { name: 'Approve', exact: true }).count(), 0);
  await page.context().close();
});

test('the bookkeeper approves and sends it, and records that it was paid', async () => {
  const page = await person(demo.bookkeeper);
  await page.goto(`/invoices/new?draft=${draft}`);
  await page.getByLabel('Reference').waitFor();
  assert.equal(await page.getByLabel('Reference').inputValue(), 'PO 2208');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page
    .getByRole('dialog', { name: /^Approve the invoice to/ })
    .getByRole('button', { name: 'Approve' })
    .click();
  await page.waitForURL(/\/invoices\/\d+$/);
  invoice = new URL(page.url()).pathname;
  const heading = page.getByRole('heading', { name: /^INV-\d+/, level: 1 });
  await heading.waitFor();
  number = /INV-\d+/.exec(await heading.innerText())?.[0] ?? '';
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const mail = page.getByRole('dialog', { name: /^Send INV/ });
  await mail.getByLabel('To', { exact: true }).fill('bills@client.example');
  await mail.getByRole('button', { name: 'Send' }).click();
  await mail.waitFor({ state: 'detached' });
  await page.locator('header').getByText('Sent', { exact: true }).waitFor();
  await page.keyboard.press('p');
  const payment = page.getByRole('dialog', { name: /^Payment of INV/ });
  await payment.getByLabel('Amount').waitFor();
  await page.keyboard.press('Control+Enter');
  await payment.waitFor({ state: 'detached' });
  await page.locator('header').getByText('Paid', { exact: true }).waitFor();
  await page.context().close();
});

test('the owner finds it in the ledger of the job, and the auditor reads it and may change nothing', async () => {
  const owner = await person(demo.owner);
  await owner.goto(`/jobs/${job}/ledger`);
  await owner
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click();
  await owner
    .getByRole('dialog')
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click();
  await owner.waitForURL(`**${invoice}`);
  await owner.context().close();
  const auditor = await person(demo.auditor);
  await auditor.goto(invoice);
  await auditor.getByRole('heading', { name: new RegExp(number), level: 1 }).waitFor();
  assert.equal(await auditor.getByRole('button', { name: 'Send', exact: true }).count(), 0);
  assert.equal(await auditor.getByRole('button', { name: /payment/i }).count(), 0);
});
