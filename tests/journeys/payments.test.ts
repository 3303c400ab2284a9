// What a client pays in a real browser: over two invoices with something left, which is paid back; the account of the client
// and its statement by mail; and the list of mails.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo({ works: true });
const page = await visitor();
const client = 'Rookstead Ferries';

async function visitor(options = {}) {
  const opened = await demo.visitor({ viewport: { width: 1440, height: 900 }, ...options });
  await opened.clock.setSystemTime('2026-11-18T03:00:00Z');
  await signIn(opened, demo.owner);
  return opened;
}

test('a payment is recorded by keyboard alone: the longest due first, and what is over stays as credit', async () => {
  await page.goto('/payments');
  await page.locator('tbody tr a').first().waitFor();
  await page.keyboard.press('n');
  const drawer = page.getByRole('dialog', { name: 'Record a payment' });
  await drawer.getByRole('textbox', { name: 'Client' }).waitFor();
  await page.keyboard.type(client);
  await drawer
    .page()
    .getByRole('option', { name: new RegExp(client) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const gets = drawer.getByLabel(/^What INV-.* gets$/);
  await gets.nth(1).waitFor();
  await page.keyboard.type('30000');
  await drawer.getByText('Left over, the client’s credit').waitFor();
  // The third invoice is left out: two are paid.
  for (const field of [gets.nth(2)]) {
    await field.focus();
    await page.keyboard.type('0');
  }
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/payments\/\d+$/);
  const rows = page.locator('#allocations tbody tr');
  await rows.nth(1).waitFor();
  assert.equal(await rows.count(), 2);
  await page.getByText('the client’s credit').waitFor();
});

test('more than there is cannot be given to invoices, and the field says so', async () => {
  await page.getByRole('button', { name: 'Allocate what is left' }).click();
  const drawer = page.getByRole('dialog', { name: 'Allocate what is left' });
  const field = drawer.getByLabel(/^What INV-.* gets$/).first();
  await field.fill('999999');
  await drawer.getByText('More than there is').waitFor();
  await drawer.getByRole('button', { name: 'Allocate' }).click();
  await drawer.getByText('The invoices get more than is left.').waitFor();
  await assertAccessible(page);
  await drawer.getByRole('button', { name: 'Cancel' }).click();
  await drawer.waitFor({ state: 'detached' });
});

test('what is left is paid back, and an allocation is taken back and made again', async () => {
  await page.getByRole('button', { name: 'Pay back' }).click();
  const drawer = page.getByRole('dialog', { name: 'Pay back what is left' });
  await drawer.getByLabel('Amount').waitFor();
  await drawer.getByRole('button', { name: 'Record as paid back' }).click();
  await page.getByRole('rowheader', { name: 'Paid back to the client' }).waitFor();
  const open = page.locator('#allocations tbody tr:not([data-faint])');
  await page
    .getByRole('button', { name: /^Take back INV-/ })
    .first()
    .click();
  await page.getByText('The invoice is open by it again.').waitFor();
  await page.getByText('Taken back', { exact: true }).waitFor();
  assert.equal(await open.count(), 2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(
    () => document.querySelectorAll('#allocations tbody tr:not([data-faint])').length === 3,
  );
});

test('the account of the client adds up, and its statement goes out', async () => {
  await page
    .locator('header')
    .getByRole('link', { name: new RegExp(client) })
    .click();
  await page.waitForURL(/\/clients\/\d+\/account$/);
  await page
    .getByRole('row', { name: /Paid back/ })
    .first()
    .waitFor();
  await page.keyboard.press('s');
  const mail = page.getByRole('dialog', { name: /Send the statement/ });
  await mail.getByLabel('To', { exact: true }).fill('accounts@client.example');
  await mail.getByRole('button', { name: 'Send', exact: true }).click();
  await mail.waitFor({ state: 'detached' });
  await page.goto('/mails');
  await page.getByRole('link', { name: 'Statement' }).first().waitFor();
  await page.locator('tbody tr [class*="subject"]').first().click();
  await page.getByRole('dialog').getByText('accounts@client.example').waitFor();
  await page.keyboard.press('Escape');
});

test('money that bounced is voided with its reason', async () => {
  await page.goto('/payments');
  await page.locator('tbody tr a[data-main]').nth(3).click();
  await page.getByRole('button', { name: 'Void…' }).click();
  const drawer = page.getByRole('dialog', { name: 'Void the payment' });
  await drawer.getByRole('button', { name: 'Void the payment' }).click();
  await drawer.getByText('Say why').waitFor();
  await drawer.getByLabel('Reason').fill('The cheque bounced');
  await drawer.getByRole('button', { name: 'Void the payment' }).click();
  await page.getByText('The cheque bounced').first().waitFor();
});
