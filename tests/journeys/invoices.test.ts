// The invoice of a month in a real browser: from WIP to approved, sent into the mail folder and paid; a line of it credited
// in part; and the list, where several are approved together.

import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessibleInBoth } from './axe.ts';
import { openDemo, signIn } from './demo.ts';

const demo = await openDemo({ works: true });
const page = await visitor();
let invoice = '';

async function visitor(options = {}): Promise<Page> {
  const opened = await demo.visitor({ viewport: { width: 1440, height: 900 }, ...options });
  await opened.clock.setSystemTime('2026-11-18T03:00:00Z');
  await signIn(opened, demo.owner);
  return opened;
}

test('what is open on a job of a client becomes a draft', async () => {
  await page.goto('/invoices');
  await firstRow(page).waitFor();
  await page.keyboard.press('n');
  await page.getByText('Choose a client.').waitFor();
  await page.getByRole('textbox', { name: 'Client' }).fill('Saltmarrow');
  await page.getByRole('option', { name: /Saltmarrow Outdoor/ }).click();
  await page
    .getByRole('button', { name: /^Add KL/ })
    .first()
    .click();
  await page.locator('[data-treatment="bill"]').first().waitFor();
  await page.getByRole('button', { name: 'Type a line' }).click();
  await page.getByLabel('What it is for').fill('Extra workshop');
  await page.getByLabel('Amount of Extra workshop').fill('500');
  await page.getByText('Draft saved').waitFor();
});

test('it is approved as it was seen, sent by mail, and paid', async () => {
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^Approve the invoice to/ });
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await page.waitForURL(/\/invoices\/\d+$/);
  invoice = new URL(page.url()).pathname;
  await page.getByRole('heading', { name: /^INV-\d+/, level: 1 }).waitFor();
  await page.getByRole('article').getByText('Extra workshop').waitFor();

  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const mail = page.getByRole('dialog', { name: /^Send INV/ });
  await mail.getByLabel('To', { exact: true }).fill('bills@client.example');
  await mail.getByRole('button', { name: 'Send' }).click();
  await mail.waitFor({ state: 'detached' });
  await page.getByText('Not sent out: kept as the file').waitFor({ timeout: 20_000 });
  await page.locator('header').getByText('Sent', { exact: true }).waitFor();

  await page.keyboard.press('p');
  const payment = page.getByRole('dialog', { name: /^Payment of INV/ });
  await payment.getByLabel('Amount').waitFor();
  await payment.getByLabel('Amount').fill('100');
  await page.keyboard.press('Control+Enter');
  await payment.waitFor({ state: 'detached' });
  await page.locator('header').getByText('Part paid').waitFor();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.locator('header').getByText('Part paid').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('header').getByText('Part paid').waitFor();
});

test('a line is credited in part, its work written off, and the credit note tells what it pays', async () => {
  await page.goto(invoice);
  await page.getByRole('button', { name: 'More to do' }).click();
  await page.getByRole('button', { name: 'Credit…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Credit INV/ });
  await dialog.getByRole('radio', { name: 'Some lines' }).check();
  await dialog.getByRole('checkbox', { name: 'Extra workshop' }).check();
  await dialog.getByLabel('Credited of Extra workshop').fill('200');
  await dialog.getByRole('button', { name: 'Credit 230.00 NZD' }).waitFor();
  await assertAccessibleInBoth(page);
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('Say why; it is printed on the credit note.').waitFor();
  await dialog.getByLabel('Reason').fill('One workshop was enough');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\/credit-notes\/\d+/);
  await page.getByRole('article').getByText('One workshop was enough').first().waitFor();
  await page.getByRole('heading', { name: 'What it pays' }).waitFor();
  await page.goto(invoice);
  await page.getByRole('link', { name: 'Credit note', exact: true }).waitFor();
});

test('the list tells where invoices stand, and what is ticked is approved together', async () => {
  await page.goto('/invoices?tab=drafts');
  await firstRow(page).waitFor();
  const drafts = await page.locator('tbody tr').count();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Approve' }).click();
  await page
    .getByRole('dialog', { name: 'Approve 1 invoice?' })
    .getByRole('button', { name: 'Approve' })
    .click();
  await page.getByText('Approved: 1 of 1 done').waitFor();
  await page.waitForFunction((before) => document.querySelectorAll('tbody tr').length < before, drafts);
});

function firstRow(on: Page) {
  return on.locator('tbody tr[data-index="0"] a[data-main]');
}
